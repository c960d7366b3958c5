"""Where a journal is kept on disk, behind one small interface."""
