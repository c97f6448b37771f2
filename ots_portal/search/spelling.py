"""What somebody may have meant who mistyped a word."""


def corrected(query):
    """The text with each unknown word replaced by the known one that is most like it; "" if there is none."""
    return ""
