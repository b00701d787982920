"""The one error a person is meant to read."""


class Refused(Exception):
    """The data were refused; the message says where, what was found, what was expected and what to do."""
