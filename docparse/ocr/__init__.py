"""Pictures of pages become text: the engines, and what a page's picture needs before and after them."""
