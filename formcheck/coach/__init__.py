"""The coach leads a person through a program: poses and commands in; screens, words and events out."""
