"""What can go wrong, in words a person at a terminal can act on."""


class EmbeddedError(Exception):
    """The embedded server cannot do what was asked; the text says what to do about it."""
