"""The mark on English words that the page has in its catalogues, in every language."""


def N_(words: str) -> str:
    """Mark words for the catalogues; they are translated where somebody reads them."""
    return words
