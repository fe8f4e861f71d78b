"""A recorded video or its track, analysed: watched, judged, summed up, drawn."""
