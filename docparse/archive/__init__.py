"""Many documents: which files are read, where each result goes, and turning one into the other."""
