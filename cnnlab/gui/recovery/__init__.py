"""Edits that are not saved, kept aside so that a crash costs seconds."""
