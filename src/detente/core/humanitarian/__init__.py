"""Humanitarian notices: sites and movements, coarse in the clear, exact for those who are told."""
