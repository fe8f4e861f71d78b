"""The live session: camera, pose, coach and window side by side, at the pace of the camera."""
