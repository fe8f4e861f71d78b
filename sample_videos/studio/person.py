"""Who is drawn: build, age, height, skin, hair and clothes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Colour = tuple[int, int, int]
"""Red, green, blue, 0 to 255."""

Fit = Literal["tight", "normal", "loose"]
HairStyle = Literal["short", "cropped", "bob", "bun", "bald"]


@dataclass(frozen=True, slots=True)
class Clothes:
    """What a person wears.

    Attributes
    ----------
    top, bottom
        Colours of shirt and trousers.
    top_fit, bottom_fit
        ``loose`` hangs from the body where gravity lets it and is drawn with folds.
    sleeve
        How far down the arm: 0 none, 0.6 short sleeves, 2 to the wrist (1 is the elbow).
    legs
        How far down the leg: 0.6 shorts, 2 to the ankle (1 is the knee).
    stripe
        Colour of a band across the chest; None for a plain shirt.
    shoes
        Colour; None for bare feet.
    """

    top: Colour = (58, 92, 140)
    bottom: Colour = (44, 44, 50)
    top_fit: Fit = "normal"
    bottom_fit: Fit = "normal"
    sleeve: float = 0.6
    legs: float = 0.7
    stripe: Colour | None = None
    shoes: Colour | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person to be drawn.

    Attributes
    ----------
    sex
        Of the body shape.
    height_m
        Standing, barefoot.
    age
        0 a young adult, 1 about seventy.
    weight, muscle
        0 least, 0.5 average, 1 most.
    features
        Which of the three head and frame shapes of the body data is used.
    skin, hair, iris
        Colours.
    hair_style, beard
        Hair on and about the head.
    """

    sex: Literal["female", "male"] = "male"
    height_m: float = 1.75
    age: float = 0.0
    weight: float = 0.5
    muscle: float = 0.5
    features: Literal["african", "asian", "caucasian"] = "caucasian"
    skin: Colour = (206, 158, 130)
    hair: Colour = (46, 32, 24)
    iris: Colour = (86, 62, 40)
    hair_style: HairStyle = "short"
    beard: bool = False
    clothes: Clothes = field(default_factory=Clothes)
