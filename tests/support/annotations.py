"""Reads the expectations of an annotated program from its comments.

    // OPTIONS: key=value flag …   first line, optional
    // DEADLOCK                    at a line that closes a reported cycle
    // NODEADLOCK                  nothing may be reported
    // NODEADLOCK(reason)          a cycle through this line is ruled out for this reason
    // XFAIL(reason)               a known gap: the program must fail its expectations

Python programs use `#` in place of `//`. Several reasons at one line are separated by `|`; then
one of them is enough.
"""

import dataclasses
import pathlib
import re

REASONS = {
    "gate lock",
    "ordered by join",
    "one thread",
    "readers only",
    "trylock",
    "not yet shared",
}
OPTIONS = {
    "O": str,  # optimisation level of the build
    "std": str,  # C++ standard of the build
    "plugin": None,  # built with the path of the library lock_plugin
    "expect": str,  # "possible": reported as a note only, and the exit status stays 0
    "locks": int,  # locks in each reported cycle
    "findings": int,  # number of reported cycles, 1 unless told
    "headline": None,  # the finding's own location is an annotated line, not only an edge's
}
FINDING_OPTIONS = {"expect", "locks", "findings", "headline"}

COMMENT = re.compile(r"(?://|#)\s*(DEADLOCK|NODEADLOCK|XFAIL)\b(?:\((.*)\))?(.*)$")
OPTIONS_LINE = re.compile(r"^(?://|#)\s*OPTIONS:(.*)$")


class BadAnnotation(Exception):
    """What is wrong with a program's annotations, with file and line."""


@dataclasses.dataclass
class Expectation:
    deadlocks: list[int] = dataclasses.field(default_factory=list)
    quiet: list[int] = dataclasses.field(default_factory=list)
    ruled_out: dict[int, list[str]] = dataclasses.field(default_factory=dict)
    options: dict[str, object] = dataclasses.field(default_factory=dict)
    xfail: str | None = None

    @property
    def findings(self) -> int:
        return int(self.options.get("findings", 1)) if self.deadlocks else 0

    @property
    def confidence(self) -> str:
        return str(self.options.get("expect", "likely"))

    @property
    def status(self) -> int:
        return 66 if self.deadlocks and self.confidence == "likely" else 0


def parse_options(text: str, where: str) -> dict[str, object]:
    options: dict[str, object] = {}
    for word in text.split():
        key, equals, value = word.partition("=")
        if key not in OPTIONS:
            raise BadAnnotation(f"{where}: unknown option '{key}'")
        kind = OPTIONS[key]
        if (kind is None) != (equals == ""):
            raise BadAnnotation(f"{where}: option '{key}' {'needs' if kind else 'takes no'} value")
        try:
            options[key] = kind(value) if kind else True
        except ValueError:
            raise BadAnnotation(f"{where}: option '{key}' is no number: '{value}'") from None
    if options.get("expect", "likely") not in ("likely", "possible"):
        raise BadAnnotation(f"{where}: expect is 'likely' or 'possible'")
    return options


def parse(text: str, name: str = "program") -> Expectation:
    expectation = Expectation()
    for number, line in enumerate(text.splitlines(), 1):
        where = f"{name}:{number}"
        if match := OPTIONS_LINE.match(line):
            if number != 1:
                raise BadAnnotation(f"{where}: OPTIONS belong on the first line")
            expectation.options = parse_options(match.group(1), where)
            continue
        match = COMMENT.search(line)
        if not match:
            continue
        word, argument, rest = match.groups()
        if rest.strip():
            raise BadAnnotation(f"{where}: '{rest.strip()}' after {word}")
        if word == "XFAIL":
            if not argument:
                raise BadAnnotation(f"{where}: XFAIL needs a reason")
            expectation.xfail = argument
        elif word == "DEADLOCK":
            if argument is not None:
                raise BadAnnotation(f"{where}: DEADLOCK takes no reason")
            expectation.deadlocks.append(number)
        elif argument is None:
            expectation.quiet.append(number)
        else:
            reasons = [reason.strip() for reason in argument.split("|")]
            for reason in reasons:
                if reason not in REASONS:
                    raise BadAnnotation(f"{where}: unknown reason '{reason}'")
            expectation.ruled_out[number] = reasons
    check(expectation, name)
    return expectation


def check(expectation: Expectation, name: str) -> None:
    silent = expectation.quiet or expectation.ruled_out
    if not expectation.deadlocks and not silent:
        raise BadAnnotation(f"{name}: no annotation: a program without expectation tests nothing")
    if expectation.deadlocks and expectation.quiet:
        raise BadAnnotation(f"{name}: DEADLOCK and plain NODEADLOCK contradict each other")
    if not expectation.deadlocks and FINDING_OPTIONS & set(expectation.options):
        raise BadAnnotation(f"{name}: options about findings, but no DEADLOCK")
    stem = pathlib.PurePath(name).stem
    if stem.endswith("_nodeadlock") and expectation.deadlocks:
        raise BadAnnotation(f"{name}: named _nodeadlock, but annotated DEADLOCK")
    if stem.endswith("_deadlock") and not stem.endswith("_nodeadlock"):
        if not expectation.deadlocks:
            raise BadAnnotation(f"{name}: named _deadlock, but not annotated DEADLOCK")


def read(path: pathlib.Path) -> Expectation:
    return parse(path.read_text(encoding="utf-8"), path.name)
