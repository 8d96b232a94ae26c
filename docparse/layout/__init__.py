"""Lines become zones: a headline with the columns that it rules, in reading order."""
