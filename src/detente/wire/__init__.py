"""Bytes to types and back: refuse what is not exactly as agreed."""
