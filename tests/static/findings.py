"""Compares a report of `gordian check` with an expectation."""

import pathlib

from expectations import Expectation, Line

Problem = tuple[str, str]  # kind of gap, what is said about it


def place(frame: dict) -> Line:
    return pathlib.PurePath(frame.get("file") or "").name, frame.get("line") or 0


def lines_of(finding: dict) -> set[Line]:
    """Every line of the finding's own places and of the calls that lead to them."""
    stacks = [edge[key] for edge in finding.get("edges", []) for key in ("acquired_at", "held_at")]
    stacks += [access["stack"] for access in finding.get("accesses", [])]
    return {place(frame) for stack in stacks for frame in stack} | {place(finding["location"])}


def describe(finding: dict) -> str:
    file, line = place(finding["location"])
    return (
        f"{finding['id']} {finding['confidence']} at {file}:{line}: {finding['message']}"
        f" ({finding['reason']})"
    )


def problems(report: dict, expected: Expectation) -> list[Problem]:
    found: list[Problem] = []
    told: dict[tuple[str, Line], str] = {}
    for finding in report["findings"]:
        rule = finding["id"]
        lines = expected.lines.get(rule, set()) & lines_of(finding)
        is_note = expected.may_be_possible and finding["confidence"] == "possible"
        if not lines and rule not in expected.allowed and (expected.lines or not is_note):
            found.append(("noisy", f"not asked for: {describe(finding)}"))
        for line in lines:
            if told.get((rule, line)) != "likely":
                told[rule, line] = finding["confidence"]
    for rule, lines in expected.lines.items():
        missed = [line for line in lines if (rule, line) not in told]
        # Of a cycle's annotated lines, one of which closes it, each may be the one.
        if rule == "GD101" and len(missed) < len(lines):
            missed = []
        found += [("missed", f"{rule} is not told at {file}:{line}") for file, line in missed]
        confidences = [told[rule, line] for line in lines if (rule, line) in told]
        if confidences and not expected.may_be_possible and "likely" not in confidences:
            found.append(("doubted", f"{rule} is told as {confidences[0]} only"))
    return found
