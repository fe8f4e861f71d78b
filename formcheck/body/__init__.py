"""Poses become readings: geometry, the camera's view, the person's own lengths, the registry of measures."""
