"""The outside alarm: how a person is reached who is not looking at the screen."""
