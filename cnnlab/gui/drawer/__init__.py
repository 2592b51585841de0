"""The drawer of explanations below the canvas: a row of tabs, and a page for each."""
