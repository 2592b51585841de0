"""Commands: the table of them, their keys, and what shows them."""
