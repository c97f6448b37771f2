"""Numbers as SVG writes them, whatever the decimal sign of the page's language."""


def percent(share: float) -> str:
    """A share of the picture, of which 1 is all."""
    return f"{share * 100:.2f}%"
