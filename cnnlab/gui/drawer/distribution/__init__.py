"""The page of the drawer that shows how values are distributed over the colours, and where they are."""
