"""The screens of a live session, drawn for somebody three metres away."""
