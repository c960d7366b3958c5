"""A witness: a party that sees hashes only, and says that nobody was shown another history."""
