"""Play a scenario under a virtual clock and a bad network, or across real processes."""
