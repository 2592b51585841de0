"""Who hears whom: one file for each part of the window."""
