"""The steps of an import; each reads only the rows of earlier steps and can be run again."""
