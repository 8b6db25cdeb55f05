"""Compares a JSON report with what a program's annotations expect."""

import pathlib
import re

from annotations import Expectation

ADDRESS = re.compile(r"0x[0-9a-f]+$")


def line_in(frame: dict, source: str) -> int | None:
    """The frame's line, when the frame lies in the file called `source`."""
    if frame.get("file") and pathlib.PurePath(frame["file"]).name == source:
        return frame.get("line")
    return None


def innermost(stack: list, source: str) -> int | None:
    """The innermost line of `source` on a stack."""
    for frame in stack:
        line = line_in(frame, source)
        if line is not None:
            return line
    return None


def stacks_in(value: object) -> list[list]:
    """All stacks (lists of frames) anywhere in a part of a report."""
    if isinstance(value, dict):
        return [stack for part in value.values() for stack in stacks_in(part)]
    if not isinstance(value, list):
        return []
    if value and all(isinstance(part, dict) and "function" in part for part in value):
        return [value]
    return [stack for part in value for stack in stacks_in(part)]


def lines_of(finding: dict, source: str) -> set[int]:
    lines = {innermost(edge["acquired_at"], source) for edge in finding.get("edges", [])}
    lines.add(line_in(finding["location"], source))
    return {line for line in lines if line is not None}


def all_lines_of(finding: dict, source: str) -> set[int]:
    lines = {innermost(stack, source) for stack in stacks_in(finding)}
    lines.add(line_in(finding["location"], source))
    return {line for line in lines if line is not None}


def waiting_lines_of(finding: dict, source: str) -> set[int]:
    """Where the threads of a hang wait."""
    waiting = finding.get("hang", {}).get("waiting", [])
    lines = {innermost(waiter["stack"], source) for waiter in waiting}
    return {line for line in lines if line is not None}


def describe(finding: dict, source: str) -> str:
    location = finding["location"]
    names = " ".join(lock["name"] for lock in finding.get("locks", []))
    touched = lines_of if finding["id"] == "GD101" else all_lines_of
    lines = " ".join(map(str, sorted(touched(finding, source)))) or "none"
    return (
        f"{finding['id']} {finding['confidence']} at {location['file']}:{location['line']}, "
        f"locks: {names}, lines in this program: {lines}, reason: {finding['reason']}"
    )


def cycle_problems(finding: dict, expected: Expectation, source: str) -> list[str]:
    problems = []
    what = describe(finding, source)
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
            if innermost(edge[stack], source) is None:
                pair = f"{edge['held']} -> {edge['acquired']}"
                problems.append(f"{stack} of {pair} names no line of this program: {what}")
    return problems


def other_problems(finding: dict, expected: Expectation, source: str) -> list[str]:
    """Of a finding annotated with its id."""
    problems = []
    what = describe(finding, source)
    allowed = {"proven", "likely"}
    if "expect" in expected.options:
        allowed = {expected.confidence}
    if finding["confidence"] not in allowed:
        problems.append(f"expected to be {' or '.join(sorted(allowed))}: {what}")
    if not all_lines_of(finding, source) & set(expected.others[finding["id"]]):
        problems.append(f"no line of it is annotated {finding['id']}: {what}")
    return problems


def evidence_problems(finding: dict, source: str) -> list[str]:
    """Of a hang that the runtime saw: each of its circle has a name, the stack on which it waits
    and, for the lock that keeps the one before it waiting, the stack on which that was taken."""
    problems = []
    waiting = finding.get("hang", {}).get("waiting", [])
    circle = [waiter for waiter in waiting if waiter["role"] == "in cycle"]
    for key in ("locks", "threads"):
        for thing in finding.get(key, []):
            if not thing["name"] or ADDRESS.search(thing["name"]):
                problems.append(f"{key} without a name: '{thing['name']}'")
    awaited = {waiter["lock"] for waiter in circle if waiter.get("lock")}
    for waiter in circle:
        who = waiter["thread"]
        if innermost(waiter["stack"], source) is None:
            problems.append(f"the stack on which '{who}' waits names no line of this program")
        for held in waiter["holds"]:
            # A thread of Python takes the lock that stands for its end before any line of the program.
            if held["lock"] in awaited and not any(frame.get("line") for frame in held["acquired_at"]):
                problems.append(f"the stack on which '{who}' took '{held['lock']}' names no line")
    return problems


def hang_problems(finding: dict, expected: Expectation, source: str) -> list[str]:
    problems = []
    what = describe(finding, source)
    if finding["confidence"] != "proven":
        problems.append(f"expected to be proven: {what}")
    if not waiting_lines_of(finding, source) & set(expected.hangs[finding["id"]]):
        problems.append(f"no line of it is annotated HANG: {what}")
    for key in ("locks", "threads"):
        wanted = expected.options.get(key)
        if wanted is not None and len(finding[key]) != wanted:
            problems.append(f"{len(finding[key])} {key}, expected {wanted}: {what}")
    if finding["id"] in ("GD201", "GD202", "GD205"):  # the others may be of any program
        problems += [f"{problem}: {what}" for problem in evidence_problems(finding, source)]
    processes = {thread["process"] for thread in finding.get("threads", [])}
    wanted = expected.options.get("processes")
    if wanted is not None and len(processes) != wanted:
        problems.append(f"{len(processes)} processes, expected {wanted}: {what}")
    return problems


def finding_problems(finding: dict, expected: Expectation, source: str) -> list[str]:
    rule = finding["id"]
    if rule in expected.hangs:
        return hang_problems(finding, expected, source)
    if rule in expected.others:
        return other_problems(finding, expected, source)
    if rule == "GD101" and expected.deadlocks:
        return cycle_problems(finding, expected, source)
    if rule.startswith("GD1") and expected.hangs:
        return []
    return [f"not asked for: {describe(finding, source)}"]


def missing(findings: list[dict], expected: Expectation, source: str) -> list[str]:
    """Annotated lines that no finding names."""
    found = []
    touched = set().union(*(lines_of(finding, source) for finding in findings))
    for line in expected.deadlocks:
        if line not in touched:
            found.append(f"{source}:{line}: DEADLOCK is not reported")
    for word, annotated, lines_in_it in (
        ("", expected.others, all_lines_of),
        ("HANG as ", expected.hangs, waiting_lines_of),
    ):
        for rule, lines in annotated.items():
            same = [finding for finding in findings if finding["id"] == rule]
            touched = set().union(*(lines_in_it(finding, source) for finding in same))
            for line in lines:
                if line not in touched:
                    found.append(f"{source}:{line}: {word}{rule} is not reported")
    return found


def problems(report: dict, expected: Expectation, source: str) -> list[str]:
    found = []
    findings = report["findings"]
    counted = findings
    if expected.hangs or expected.others:
        rules = set(expected.hangs) or {"GD101"}
        counted = [finding for finding in findings if finding["id"] in rules]
    if len(counted) != expected.findings:
        found.append(f"{len(counted)} findings, expected {expected.findings}")
    if len({finding.get("fingerprint", id(finding)) for finding in findings}) < len(findings):
        found.append("the same fingerprint twice")
    for finding in findings:
        found += finding_problems(finding, expected, source)
    found += missing(findings, expected, source)
    for line, reasons in expected.ruled_out.items():
        here = [entry for entry in report["ruled_out"] if line in lines_of(entry, source)]
        if not any(entry["reason"].startswith(tuple(reasons)) for entry in here):
            seen = "; ".join(describe(entry, source) for entry in here) or "nothing"
            found.append(
                f"{source}:{line}: not ruled out as '{' | '.join(reasons)}'; ruled out here: {seen}"
            )
    return found
