"""`python -m detente.cli` is `detente`."""

from __future__ import annotations

from detente.cli import main

if __name__ == "__main__":
    main()
