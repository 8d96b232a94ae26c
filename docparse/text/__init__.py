"""Lines become whole paragraphs."""
