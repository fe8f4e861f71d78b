"""Frames in, frames out: files and cameras read, H.264 written. Knows nothing of people."""
