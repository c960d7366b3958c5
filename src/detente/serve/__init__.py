"""Sockets and real clocks: the HTTP API, the peer link, the live stream."""
