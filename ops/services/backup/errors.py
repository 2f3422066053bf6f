"""What can go wrong with a backup, in words a person can act on."""


class BackupError(Exception):
    """A backup, a check or a restore did not succeed; the text says why and what to do."""
