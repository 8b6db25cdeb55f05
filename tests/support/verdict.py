"""Compares a JSON report with what a program's annotations expect."""

import pathlib

from annotations import Expectation


def line_in(frame: dict, source: str) -> int | None:
    """The frame's line, when the frame lies in the file called `source`."""
    if frame.get("file") and pathlib.PurePath(frame["file"]).name == source:
        return frame.get("line")
    return None


def edge_line(edge: dict, source: str) -> int | None:
    """The innermost line of `source` on the stack of the acquisition."""
    for frame in edge["acquired_at"]:
        line = line_in(frame, source)
        if line is not None:
            return line
    return None


def lines_of(finding: dict, source: str) -> set[int]:
    lines = {edge_line(edge, source) for edge in finding["edges"]}
    lines.add(line_in(finding["location"], source))
    return {line for line in lines if line is not None}


def describe(finding: dict, source: str) -> str:
    location = finding["location"]
    names = " ".join(lock["name"] for lock in finding["locks"])
    lines = " ".join(map(str, sorted(lines_of(finding, source)))) or "none"
    return (
        f"{finding['id']} {finding['confidence']} at {location['file']}:{location['line']}, "
        f"locks: {names}, lines in this program: {lines}, reason: {finding['reason']}"
    )


def finding_problems(finding: dict, expected: Expectation, source: str) -> list[str]:
    problems = []
    what = describe(finding, source)
    if finding["id"] != "GD101":
        return [f"not asked for: {what}"]
    if finding["confidence"] != expected.confidence:
        problems.append(f"expected to be {expected.confidence}: {what}")
    if not lines_of(finding, source) & set(expected.deadlocks):
        problems.append(f"no line of it is annotated DEADLOCK: {what}")
    if expected.options.get("headline"):
        if line_in(finding["location"], source) not in expected.deadlocks:
            problems.append(f"its own location is not annotated DEADLOCK: {what}")
    locks = expected.options.get("locks")
    if locks is not None and len(finding["locks"]) != locks:
        problems.append(f"{len(finding['locks'])} locks, expected {locks}: {what}")
    if len(finding["edges"]) != len(finding["locks"]):
        problems.append(f"{len(finding['edges'])} edges: {what}")
    if len({edge["thread"] for edge in finding["edges"]}) < 2:
        problems.append(f"fewer than two threads: {what}")
    for edge in finding["edges"]:
        for stack in ("held_at", "acquired_at"):
            if not any(line_in(frame, source) for frame in edge[stack]):
                pair = f"{edge['held']} -> {edge['acquired']}"
                problems.append(f"{stack} of {pair} names no line of this program: {what}")
    return problems


def problems(report: dict, expected: Expectation, source: str) -> list[str]:
    found = []
    findings = report["findings"]
    if len(findings) != expected.findings:
        found.append(f"{len(findings)} findings, expected {expected.findings}")
    for finding in findings:
        found += finding_problems(finding, expected, source)
    touched = set().union(*(lines_of(finding, source) for finding in findings))
    for line in expected.deadlocks:
        if line not in touched:
            found.append(f"{source}:{line}: DEADLOCK is not reported")
    for line, reasons in expected.ruled_out.items():
        here = [entry for entry in report["ruled_out"] if line in lines_of(entry, source)]
        if not any(entry["reason"].startswith(tuple(reasons)) for entry in here):
            seen = "; ".join(describe(entry, source) for entry in here) or "nothing"
            found.append(
                f"{source}:{line}: not ruled out as '{' | '.join(reasons)}'; ruled out here: {seen}"
            )
    return found
