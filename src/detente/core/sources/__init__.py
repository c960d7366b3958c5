"""What was said in public: sources, passages, proposals by visible rules, what was confirmed."""
