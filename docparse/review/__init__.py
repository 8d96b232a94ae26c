"""The review page: one HTML file with the pages as pictures, what was found drawn over them, and the articles beside."""
