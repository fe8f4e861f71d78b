"""Frames become poses: the model store, MediaPipe, the main subject, smoothing, the track file."""
