"""The tables of the report on what was recognised, counted, held and judged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from formcheck.analysis.scoring.figures import ENOUGH_FRAMES, HELD_CLOSE_S
from formcheck.analysis.scoring.truth import OTHER
from formcheck.analysis.scoring.words import NONE, number, percent, share_text, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Json = Mapping[str, Any]

FOUND_LEAST, FALSE_MOST, REFUSED_LEAST = 0.90, 0.02, 0.98
"""What is asked of each cue: clear faults found, faults claimed on good form, refusals where it cannot be judged."""


def acts_of(record: Json) -> list[Json]:
    """Give the acts of all clips."""
    return [act for clip in record["clips"] for act in clip["acts"]]


def _grouped(items: Iterable[Json], by: Callable[[Json], str]) -> dict[str, list[Json]]:
    groups: dict[str, list[Json]] = {}
    for item in items:
        groups.setdefault(by(item), []).append(item)
    return dict(sorted(groups.items()))


def recognition(record: Json) -> str:
    """Tell what was recognised as what, by movement and view."""
    acts = [act for act in acts_of(record) if act["judged"]]
    rows = []
    for group, inside in _grouped(acts, lambda act: f"{act['movement']}, {act['band']}").items():
        scores = [act["recognition"] for act in inside]
        instead = Counter(score["found"] or "none" for score in scores if not score["movement_right"])
        rows.append(
            [
                group,
                share_text(sum(score["movement_right"] for score in scores), len(scores)),
                share_text(sum(score["side_right"] for score in scores), len(scores)),
                ", ".join(f"{n} x {name}" for name, n in sorted(instead.items())),
            ]
        )
    others = [act for act in acts_of(record) if act["movement"] == OTHER]
    for activity, inside in _grouped(others, lambda act: act["activity"] or "other").items():
        scores = [act["recognition"] for act in inside]
        instead = Counter(score["found"] for score in scores if not score["movement_right"])
        taken = ", ".join(f"{n} x {name}" for name, n in sorted(instead.items()))
        left = share_text(sum(score["movement_right"] for score in scores), len(scores))
        rows.append([f"something else: {activity}", left, NONE, taken])
    if not rows:
        return ""
    return (
        "## Recognition\n\nEvery clip is judged as `formcheck analyse` does without being told what is in it. A "
        "movement is recognised when more than half of its time in position is given to it; something else is left "
        "alone when no more than a second of it is given to any movement.\n\n"
        + table(["movement and view", "movement right", "and side right", "taken for instead"], rows)
    )


def repetitions(record: Json) -> str:
    """Tell how repetitions were counted, by phase and view."""
    scores = [
        {**score, "group": f"{act['movement']}, {score['phase']}", "band": act["band"]}
        for act in acts_of(record)
        for score in act["reps"]
    ]
    found = [
        {**score, "group": f"{act['movement']}, {score['phase']}", "band": act["band"]}
        for act in acts_of(record)
        for score in act["reps_found"]
    ]
    if not scores:
        return ""
    rows = []
    for group, inside in _grouped(scores, lambda score: f"{score['group']}|{score['band']}").items():
        alone = [score for score in found if f"{score['group']}|{score['band']}" == group and score["seen"]]
        seen = [score for score in inside if score["seen"]]
        unseen = [score for score in inside if not score["seen"]]
        off = [abs(score["counted"] - score["expected"]) for score in seen]
        name, band = group.split("|")
        rows.append(
            [
                name if inside[0]["scored"] else f"{name} (not scored)",
                band,
                share_text(sum(score["exact"] for score in alone), len(alone)),
                share_text(sum(score["exact"] for score in seen), len(seen)),
                share_text(sum(each <= 1 for each in off), len(off)),
                str(max(off)) if off else NONE,
                str(len(unseen)) if unseen else "",
                share_text(sum(bool(score["refused"]) or score["exact"] for score in unseen), len(unseen)),
            ]
        )
    head = ["phase", "view", "exact", "exact, movement given", "off by one at most", "worst", "out of sight"]
    strays = [stray for clip in record["clips"] for stray in clip["strays"] if stray["kind"] == "rep"]
    return (
        "## Repetitions\n\nExact means that every repetition that counts by the rules of the domain was counted in its "
        "place, and no other. Phases are scored where the camera stands within 30 degrees of a view from which they "
        "are seen (the side, unless the movement file says otherwise; with the raised leg toward the camera for the "
        "ankle pumps). *Exact* is by recognition alone; *movement given* judges what was not recognised again with "
        "its movement named. Of those out of sight it has to be said, or the count be right all the same. Small "
        "hinges facing forward have no number in the source and weigh nothing.\n\n"
        + table([*head, "said so, or right"], rows)
        + f"\nCounted where there was none: {len(strays)}.\n"
    )


def holds(record: Json) -> str:
    """Tell how holds were timed, by name and view."""
    every = [
        {**hold, "group": f"{act['movement']}, {hold['name'].replace('+', ' and ')}", "band": act["band"]}
        for act in acts_of(record)
        for hold in act["holds"]
    ]
    if not every:
        return ""
    rows = []
    for group, inside in _grouped(every, lambda hold: f"{hold['group']}|{hold['band']}").items():
        seen = [hold for hold in inside if hold["seen"]]
        timed = [hold for hold in seen if hold["found"]]
        close = sum(abs(hold["held_error_s"]) <= HELD_CLOSE_S for hold in timed)
        rows.append(
            [
                *group.split("|"),
                share_text(len(timed), len(seen)),
                _median([hold["start_error_s"] for hold in timed]),
                _median([hold["end_error_s"] for hold in timed]),
                share_text(close, len(seen)),
                str(len(inside) - len(seen)) if len(inside) > len(seen) else "",
            ]
        )
    head = ["hold", "view", "found", "start, median error", "end, median error", "held within 0.5 s", "out of sight"]
    strays = [stray for clip in record["clips"] for stray in clip["strays"] if stray["kind"] == "hold"]
    return (
        "## Holds\n\nA hold at any depth (the lunge) may end from the end of the pose to the moment the person leaves "
        "it. A hold that was not found is not within 0.5 s.\n\n"
        + table(head, rows)
        + f"\nTimed where there was none: {len(strays)}.\n"
    )


def _median(errors: list[float]) -> str:
    return f"{np.median(np.abs(errors)):.2f} s" if errors else NONE


def cues(record: Json) -> str:
    """Tell of each cue what was found, claimed falsely and refused."""
    rows = [_cue_row(row) for row in record["cues"]]
    if not rows:
        return ""
    head = [
        "movement",
        "cue",
        "clear faults found",
        "all faults found",
        "false faults on good form",
        "answered, can judge",
        "refused, cannot judge",
        "faults, cannot judge",
        "",
    ]
    return (
        "## Cues\n\nEach act once, its worst span. What a camera can judge is said by the truth, from its direction "
        "and height alone. A clear fault lies beyond the fault limit by the cue's tolerance (from good to fault) once "
        "more; a bend of the spine from 40 degrees. Good form is weighed also where the camera needs wider tolerance. "
        "Cues on counts, times and whole repetitions need not be refused from a bad view: they are as right as the "
        f"count. Asked of each cue: {FOUND_LEAST:.0%} of clear faults found, at most {FALSE_MOST:.0%} false, "
        f"{REFUSED_LEAST:.0%} refused and no fault where it cannot be judged; the last column says what is short.\n\n"
        + table(head, [*rows, _cue_totals(record["cues"])])
    )


def _cue_row(row: Json) -> list[str]:
    return [row["movement"], row["ref"], *_cue_cells(row), ", ".join(_cue_short(row)) or "ok"]


def _cue_cells(row: Json) -> list[str]:
    return [
        share_text(row["clear_found"], row["clear_faults"]),
        share_text(row["faults_found"], row["faults"]),
        share_text(row["false_alarms"], row["good_form"]),
        share_text(row["answered"], row["visible"]),
        NONE if row["tallied"] else share_text(row["refused"], row["blind"]),
        str(row["blind_faults"]) if row["blind"] else NONE,
    ]


def _cue_short(row: Json) -> list[str]:
    short = []
    if row["clear_faults"] and row["clear_found"] < FOUND_LEAST * row["clear_faults"]:
        short.append("missed")
    if row["good_form"] and row["false_alarms"] > FALSE_MOST * row["good_form"]:
        short.append("false")
    if row["blind"] and not row["tallied"] and row["refused"] < REFUSED_LEAST * row["blind"]:
        short.append("not refused")
    if row["blind_faults"]:
        short.append("blind faults")
    return short


def _cue_totals(rows: list[Json]) -> list[str]:
    keys = ("clear_found", "clear_faults", "faults_found", "faults", "false_alarms", "good_form", "answered", "visible")
    total: dict[str, Any] = {key: sum(row[key] for row in rows) for key in (*keys, "blind_faults")}
    frames = [row for row in rows if not row["tallied"]]
    total |= {"refused": sum(row["refused"] for row in frames), "blind": sum(row["blind"] for row in frames)}
    fine = sum(not _cue_short(row) for row in rows)
    return ["all", "", *_cue_cells({**total, "tallied": False}), f"{fine} of {len(rows)} ok"]


def rounding(record: Json) -> str:
    """Tell how well the rounding index parts backs."""
    found = record["rounding"]
    rows = [
        [
            name,
            *(str(group[key]) for key in ("flat", "rounded", "unseen", "pairs")),
            number(group["auc"], 3),
            percent(group["flat_called_round"]),
            percent(group["round_found"]),
        ]
        for name, group in found["groups"].items()
        if group["flat"] + group["rounded"] + group["unseen"]
    ]
    if not rows:
        return ""
    why = ", ".join(f"{n} x {reason.replace('_', ' ')}" for reason, n in found["why_unseen"].items())
    head = ["backs", "flat", "round", "no index", "pairs", "AUC", "flat called round", "round called so"]
    return (
        "## Round backs\n\nThe rounding index at the true bottom of each repetition, seen from within 15 degrees of "
        "the side. Flat is a true bend of the spine of at most 12 degrees, round one of 30 or more; pairs have "
        f"the trunk within 10 degrees of each other. Called round is an index beyond {found['threshold']:g}. "
        "Head and arms are told apart, because they must not decide.\n\n"
        + table(head, rows)
        + (f"\nWhy there is no index: {why}.\n" if why else "")
    )


def angles(record: Json) -> str:
    """Tell how far angles are off: ours beside those of the plain landmarks; knees on the floor."""
    rows = [
        [
            row["movement"],
            row["measure"].replace("_", " "),
            row["view"],
            f"{row['n']:,}",
            _degrees(row["raw_mae_all"]),
            percent(row["judged"]),
            _degrees(row["raw_mae"]),
            _degrees(row["our_mae"]),
        ]
        for row in record["raw"]
        if row["n"] >= ENOUGH_FRAMES and row["view"] in {"side", "side, 15-30 off"}
    ]
    parts = []
    if rows:
        head = ["movement", "measure", "view", "frames", "raw, all", "judged", "raw, where judged", "ours"]
        parts.append(
            "## Angles\n\nMean absolute errors of the near side, every frame in position. Raw is the plain angle of "
            "the pose model's landmarks in the picture, unsmoothed, and told of every frame; ours is told only where "
            "we judge.\n\n" + table(head, rows)
        )
    floor = [
        [
            {"good": "1.2 m or higher, from ahead", "low": "below 0.9 m", "between": "between, or from aside"}[
                row["camera"]
            ],
            row["measure"].replace("_", " "),
            str(row["acts"]),
            f"{row['n']:,}",
            percent(row["judged"]),
            _degrees(row["mae"]),
            _degrees(row["bias"]),
            percent(row["within_sigma"]),
        ]
        for row in record["floor_knees"]
    ]
    if floor:
        head = ["camera", "measure", "acts", "frames", "judged", "mean error", "bias", "within 1 σ"]
        parts.append(
            "Knees of the 90/90, which lie on the floor, by the camera that sees them:\n\n" + table(head, floor)
        )
    return "\n".join(parts)


def _degrees(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}°"


def sigmas(record: Json, views: Iterable[str]) -> str:
    """Tell how true the stated uncertainty is, measure by measure and view by view."""
    shown = list(views)
    cells = {(row["measure"], row["view"]): row for row in record["sigmas"]}
    rows = []
    for measure in dict.fromkeys(row["measure"] for row in record["sigmas"]):
        line = [measure.replace("_", " ")]
        for view in shown:
            row = cells.get((measure, view))
            line.append(f"{row['share']:.0%} ({row['n']:,})" if row else "")
        rows.append(line)
    if not rows:
        return ""
    return (
        "## Is the stated uncertainty true?\n\nShare of errors within one stated standard uncertainty, with the number "
        "of readings; it should be near 68 %. Readings of one clip are alike: a cell may rest on few people.\n\n"
        + table(["measure", *shown], rows)
    )


def markers(record: Json) -> str:
    """Tell what was counted in marker recordings."""
    cases = record.get("markers")
    if not cases:
        return ""
    rows = []
    for group, inside in _grouped(
        cases, lambda case: f"{case['example']}|{case['exercise']}|{case['view']}|{case['dropouts']:.0%}"
    ).items():
        rows.append([*group.split("|"), share_text(sum(case["exact"] for case in inside), len(inside))])
    wrong = [
        f"- {case['exercise']} {case['person']}, {case['view']}, {case['dropouts']:.0%} dropouts: "
        f"{' + '.join(map(str, case['counted'])) or 'nothing'} counted"
        + (f"; {_reasons(case)}" if _reasons(case) else "")
        for case in cases
        if not case["exact"]
    ]
    text = (
        "## Marker recordings through virtual cameras\n\nReal people, recorded with markers, each exercise done ten "
        "times; filmed by a virtual camera with landmark noise of 1 % of the torso, counted by the example movement "
        "files.\n\n" + table(["file", "exercise", "view", "dropouts", "ten of ten"], rows)
    )
    return text + ("\n" + "\n".join(wrong) + "\n" if wrong else "")


def _reasons(case: Json) -> str:
    reasons = Counter(reason for reason in case["not_counted"] if reason)
    said = [f"{n} x {reason}" for reason, n in sorted(reasons.items())]
    return ", ".join([case["why_nothing"], *said] if case["why_nothing"] else said)
