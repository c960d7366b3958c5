"""Draw the picture for people: one drawing of shapes and words, written as SVG, HTML or PNG."""
