"""Consultations: what capitals say of their contacts, laid side by side and followed up."""
