"""The pad to draw on: what is seen of it, what hand and keys do, and the document's drawing."""
