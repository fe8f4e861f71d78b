"""Fitting to rendered truth: random stills with what is exactly so in them, and the commands that learn from them."""
