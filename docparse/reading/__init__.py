"""A file becomes pages of lines, pictures, drawn rules and frames."""
