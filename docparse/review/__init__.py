"""The review page: one HTML file with the pages, what was found drawn over them, and the articles beside."""
