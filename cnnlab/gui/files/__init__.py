"""Files: asked for, read and written beside the GUI thread, remembered."""
