"""Motions and figures whose answer is known by thought."""
