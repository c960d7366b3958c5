"""Check an evidence file offline, with nothing of the running product."""
