"""Signed, append-only journals: make them, mirror them, prove them."""
