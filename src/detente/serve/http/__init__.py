"""The native HTTP API: one route table, early refusals, typed answers, a live stream."""
