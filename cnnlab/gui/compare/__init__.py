"""Two variants of the stack side by side."""
