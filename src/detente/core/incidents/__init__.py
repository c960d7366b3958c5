"""Incidents: what each side tells of one, side by side, and what becomes of it."""
