"""What a model does not allow."""


class Refused(Exception):
    """Says where in a request something is wrong, and what."""

    def __init__(self, what, path=""):
        super().__init__(f"{path}: {what}" if path else what)
