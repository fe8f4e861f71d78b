"""The scale: recordings whose truth is known, against what the program says of them."""
