"""Zones become articles."""
