"""Pictures of what the judge says: the overlay on a frame, stills of a fault, and the blurred face."""
