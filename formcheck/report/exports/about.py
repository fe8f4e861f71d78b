"""What a reader of the exported files has to know, beside the files themselves."""

from __future__ import annotations

from typing import Final

from formcheck.analysis.summary import CONVENTION, LIMITS

SCALE: Final = (
    "Positions are in metres as the pose model estimates them (its world landmarks): the scale is the model's own "
    "idea of the person's size, not measured. The origin lies between the hips in every frame, so that the body does "
    "not travel; X points to the right of the picture, Y up the picture, Z toward the camera."
)

BLANK: Final = (
    "What was not seen has no value: an empty field in CSV, null in JSON and Parquet, NaN in TRC and MOT (OpenSim and "
    "other readers shift or refuse empty fields there)."
)

ABOUT: Final = f"""Exported by formcheck. People are named by pseudonyms alone; there are no pictures in these files.

{LIMITS}
{CONVENTION}
{SCALE}
{BLANK}

rows.csv         every number of every session, a row each, with the frames it rests on
sessions.json    the same with the words; its schema: formcheck export --schema
*.trc            landmarks over time, smoothed as they were judged
*-set-*.mot      apparent angles over time, of one movement on one side
*.parquet        every measure over time, with the set, repetition and hold of each frame

Each column is explained in formcheck's docs/export.md.
"""
