"""Thousands of seeded nights: many members, a bad network, bad disks, bad clocks, and a watch."""
