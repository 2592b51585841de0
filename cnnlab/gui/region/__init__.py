"""Choosing a rectangle on a screen: what is seen over the screen, and how hand and keys change it."""
