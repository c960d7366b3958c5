"""Decide, purely: what follows from what was said, without clock, socket, file or randomness."""
