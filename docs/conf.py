"""How Sphinx builds these pages: `sphinx-build -W docs build/docs`."""

project = "docparse"
author = "the docparse authors"
html_title = "docparse"
extensions = ["myst_parser"]
exclude_patterns = ["build"]
html_theme = "furo"
html_show_copyright = False
html_show_sphinx = False
html_theme_options = {"footer_icons": []}
myst_heading_anchors = 3  # links within a page are to headings
myst_links_external_new_tab = False
suppress_warnings = ["misc.highlighting_failure"]  # JSON with … for what is left out is no JSON
nitpicky = True
