"""The fit of a bent back finds the numbers that the backs were made with, and scores itself on others."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from formcheck.body.back.bend import FEATURES, KINDS, bend_of, fitted, flat_back
from sample_videos.fitting.rounding import POSTURES, SEATLESS, Sample, as_toml, fit, fit_all
from sample_videos.fitting.rounding_score import score


def made(people: int, seed: int, slipped: float = 0.0) -> list[Sample]:
    """Make backs of both postures as the packaged model says they are; some have a landmark that slipped."""
    random = np.random.default_rng(seed)
    samples = []
    for number in range(people):
        posture = list(POSTURES)[number % 2]
        for bend in (0.0, 5.0, *random.uniform(12, 60, 4)):
            inclination = float(random.uniform(25, 55))
            values = {}
            for against in ("own", "anyone"):
                model = fitted()[f"{posture}_{against}"]
                known = len(model.flat)
                scatter = random.multivariate_normal(np.zeros(known), model.scatter / 4)
                values[against] = np.full(len(FEATURES), np.nan)
                values[against][:known] = flat_back(model, inclination) + model.per_bend * bend + scatter
                if random.random() < slipped:
                    values[against] += random.normal(0, 0.3, len(FEATURES))
            samples.append(
                Sample(
                    clip=f"person-{seed}-{number}",
                    movement=POSTURES[posture],
                    bend_deg=bend,
                    inclination_deg=inclination,
                    true_inclination_deg=inclination,
                    head_deg=float(random.uniform(-20, 35)),
                    upright=False,
                    **values,
                )
            )
    return samples


def none_undrawn() -> np.ndarray:
    return np.zeros((len(FEATURES), len(FEATURES)))


@pytest.mark.parametrize("slipped", [0.0, 0.03])
def test_the_fit_finds_how_backs_bend_even_when_a_landmark_slips_now_and_then(slipped: float) -> None:
    standing = [s for s in made(160, 1, slipped) if s.movement == POSTURES["standing"]]
    model = fit(standing, lambda sample: sample.own[:SEATLESS], none_undrawn())
    truth = fitted()["standing_own"]
    assert model.per_bend == pytest.approx(truth.per_bend, abs=2e-4)
    assert model.flat == pytest.approx(truth.flat, abs=8e-3)
    assert np.sqrt(np.diag(model.scatter)) == pytest.approx(np.sqrt(np.diag(truth.scatter)) / 2, rel=0.15)


def test_what_was_fitted_is_read_again_as_it_was() -> None:
    models = fit_all(made(60, 2))
    content = tomllib.loads(as_toml(models, 60, 360))
    assert tuple(content["features"]) == FEATURES
    assert set(models) == set(KINDS) == set(content) - {"features"}
    for name, model in models.items():
        assert content[name]["per_bend"] == pytest.approx(model.per_bend, abs=1e-5)
        assert np.square(content[name]["scatter"]) == pytest.approx(np.diag(model.scatter), rel=0.01)


def test_other_people_s_backs_are_told_apart() -> None:
    found = score(fit_all(made(80, 3)), made(80, 4))
    assert found.auc > 0.99
    assert found.flat_over < 0.03
    assert found.found > 0.9
    assert found.seen <= found.stills == 480


def test_the_head_does_not_matter_to_the_estimate() -> None:
    assert abs(score(fit_all(made(80, 3)), made(80, 4)).head_slope) < 0.05


def test_an_estimate_from_part_of_the_back_is_less_certain() -> None:
    model = fitted()["standing_own"]
    whole = flat_back(model, 45.0) + 30.0 * model.per_bend
    part = whole.copy()
    part[[0, 5]] = np.nan
    estimates = [bend_of(model, values, 45.0) for values in (whole, part)]
    assert all(estimate is not None for estimate in estimates)
    full, less = (estimate for estimate in estimates if estimate is not None)
    assert full.degrees == pytest.approx(30.0)
    assert less.degrees == pytest.approx(30.0)
    assert less.sigma_deg > full.sigma_deg
    part[:3] = np.nan
    assert bend_of(model, part, 45.0) is None
