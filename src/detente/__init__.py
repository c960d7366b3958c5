"""Keep parties who share an airspace out of each other's way, and prove who told whom what."""
