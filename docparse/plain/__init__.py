"""Texts without places: what another program made of printed pages becomes the stories that layout makes of a page."""
