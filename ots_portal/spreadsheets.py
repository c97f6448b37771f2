"""What CSV needs so that spreadsheets read it as text, in the right letters."""

MARK = "\ufeff"  # by which Excel knows UTF-8

# What a spreadsheet would read as a formula, their wide forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text):
    """An apostrophe keeps spreadsheets from reading a text as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
