"""Targets in words: what is to be, by when, what became of it, how much was reached, or why that may not be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from yearbook.analysis.targets import STATES, Progress, Row, is_fall
from yearbook.catalogue.messages import Language, translate
from yearbook.charts.number_format import format_points, format_value, read_unit


def format_target(progress: Progress, language: Language) -> str:
    """What is to be: 1,000个, 不少于70%, −1.5%."""
    row = progress.target
    signed = row["kind"] == "change"
    return format_value(row["value"], read_unit(row), language, str(row["qualifier"]), row["value_max"], signed)


def format_outcome(progress: Progress, language: Language) -> str:
    """The figure that the target is held against or set beside; "" without one."""
    row = progress.outcome
    if row is None:
        return ""
    signed = row["kind"] == "change"
    return format_value(row["value"], read_unit(row), language, str(row["qualifier"]), row["value_max"], signed)


def format_progress(progress: Progress, language: Language) -> str:
    """为目标的104.5%, 高于目标4.1个百分点, 降幅比目标大0.9个百分点; else why not; "" where there is nothing yet."""
    if progress.outcome is None:
        return ""
    rough = {str(row["qualifier"]) for row in (progress.target, progress.outcome)} & {"approx", "more_than", "less_than", "range"}
    qualifier = "approx" if rough else "exact"
    if progress.share is not None:
        share = format_value(progress.share, "percent", language, qualifier)
        return translate("targets.share", language, value=share)
    if progress.distance is not None:
        distance, unit = round(progress.distance, 6), read_unit(progress.target)
        if distance == 0:
            return translate("targets.equal", language)
        size = (
            format_points(abs(distance), language, signed=False, approximate=bool(rough))
            if unit == "percent"
            else format_value(abs(distance), unit, language, qualifier)
        )
        falls = is_fall(progress.target) and is_fall(progress.outcome)
        above, below = ("fall_smaller", "fall_larger") if falls else ("above", "below")
        return translate(f"targets.{above if distance > 0 else below}", language, size=size)
    return explain_difference(progress, language)


def explain_difference(progress: Progress, language: Language) -> str:
    """Why a target and the figure beside it are not compared; "" where they are."""
    return translate("analysis.reason_separator", language).join(translate(reason, language) for reason in progress.reasons)


def name_state(progress: Progress, language: Language) -> str:
    """已达到, or of a ceiling 未超出; a fall that is asked for is reached."""
    decided = progress.state in ("reached", "missed") and progress.aim == "ceiling" and not is_fall(progress.target)
    return translate(f"targets.state_{progress.state}{'_ceiling' if decided else ''}", language)


def mark_unverified(target: Row, words: str, language: Language) -> str:
    """Words about a target, with 待核实 where it is known from a repost only."""
    return translate("targets.unverified", language, words=words) if target["status"] == "unverified" else words


def format_counts(held: Sequence[Progress], language: Language) -> str:
    """17项目标：已达到6项、到期前3项 …"""
    counts = Counter(name_state(progress, language) for progress in held)
    order = {name_state(progress, language): STATES.index(progress.state) for progress in held}
    states = sorted(order, key=order.__getitem__)
    told = [translate("targets.finding_state", language, state=state, count=counts[state]) for state in states]
    listed = translate("analysis.reason_separator", language).join(told)
    return translate("targets.finding", language, count=len(held), states=listed)
