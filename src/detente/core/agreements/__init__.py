"""Agreements: their texts, who signed them, what holds when, and what their articles ask."""
