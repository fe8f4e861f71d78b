"""Movement files: their schema, where they lie, how one is read and what is said of its faults."""
