"""How the page says things: the reader's language, its catalogues, dates, a cause in words."""
