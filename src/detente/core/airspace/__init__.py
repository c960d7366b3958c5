"""Volumes on the real earth, and which of them come too close."""
