"""What is heard: speech by the voice of the system, and tones."""
