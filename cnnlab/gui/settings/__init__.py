"""Settings: declared once, kept in one file, told of."""
