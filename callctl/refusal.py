"""Why the stack does not start."""


class CannotStart(Exception):
    """The stack cannot start, or not like this; the text says what is in the way and what to do about it."""
