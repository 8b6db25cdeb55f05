"""Reads the expectations of an annotated program from its comments.

    // OPTIONS: key=value flag …   first line, optional
    // DEADLOCK                    at a line that closes a reported cycle (GD101)
    // GD301                       at a line of a finding with this id, whichever it is: the
                                   finding's own, or the innermost of this file on its stacks
    // HANG                        at a line where a thread waits for ever: the program hangs, and
                                   a proven GD201 has this line among the stacks of its waiters
    // HANG(GD202)                 the same with another id
    // NODEADLOCK                  nothing may be reported, whatever the rule
    // NODEADLOCK(reason)          a cycle through this line is ruled out for this reason
    // XFAIL(reason)               a known gap: the program must fail its expectations

Python programs use `#` in place of `//`. Several words at one line are separated by commas:
`// DEADLOCK, GD104`. Several reasons of NODEADLOCK are separated by `|`; then one of them is
enough. What is not asked for may not be reported, but where a HANG is annotated, predictions of it
(GD1xx) may be.

The end of a file's name says what it must be annotated with: `_deadlock` DEADLOCK or GD1xx, `_hang`
HANG, `_misuse` GDnnn; with `no` before it, silence (`_nohang`: no HANG at least).
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
    "expect": str,  # "possible": reported as a note only, and the exit status stays 0; "proven"
    "locks": int,  # locks in each reported cycle or hang
    "findings": int,  # number of reported cycles or hangs, 1 unless told
    "headline": None,  # the finding's own location is an annotated line, not only an edge's
    "config": str,  # a file beside the program that is its gordian.toml
    "threads": int,  # threads of each reported hang
    "processes": int,  # processes of each reported hang
    "turns": None,  # its own order keeps this from happening in any run (provoke_table.py)
}
FINDING_OPTIONS = {"expect", "locks", "findings", "headline"}
HANG_OPTIONS = {"threads", "processes"}

WORD = r"(?:NODEADLOCK|DEADLOCK|XFAIL|HANG|GD\d{3})\b"
COMMENT = re.compile(rf"(?://|#)\s*({WORD}.*)$")
ANNOTATION = re.compile(rf"({WORD})(?:\((.*)\))?(.*)$")
SEVERAL = re.compile(r"(DEADLOCK|HANG(?:\(GD\d{3}\))?|GD\d{3})\s*,\s*")
OPTIONS_LINE = re.compile(r"^(?://|#)\s*OPTIONS:(.*)$")
KINDS = ("deadlock", "hang", "misuse")


class BadAnnotation(Exception):
    """What is wrong with a program's annotations, with file and line."""


@dataclasses.dataclass
class Expectation:
    deadlocks: list[int] = dataclasses.field(default_factory=list)
    others: dict[str, list[int]] = dataclasses.field(default_factory=dict)  # id: lines
    hangs: dict[str, list[int]] = dataclasses.field(default_factory=dict)  # id: lines
    quiet: list[int] = dataclasses.field(default_factory=list)
    ruled_out: dict[int, list[str]] = dataclasses.field(default_factory=dict)
    options: dict[str, object] = dataclasses.field(default_factory=dict)
    xfail: str | None = None

    @property
    def anything(self) -> bool:
        return bool(self.deadlocks or self.others or self.hangs)

    @property
    def findings(self) -> int:
        """Number of cycles, or of hangs where the program hangs."""
        unless_told = len(self.hangs) or (1 if self.deadlocks else 0)
        return int(self.options.get("findings", unless_told))

    @property
    def confidence(self) -> str:
        return str(self.options.get("expect", "likely"))

    @property
    def status(self) -> int:
        if self.hangs:
            return 67
        return 66 if self.anything and self.confidence != "possible" else 0


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
    if options.get("expect", "likely") not in ("proven", "likely", "possible"):
        raise BadAnnotation(f"{where}: expect is 'proven', 'likely' or 'possible'")
    return options


def take(
    expectation: Expectation, number: int, word: str, argument: str | None, where: str
) -> None:
    """Enters one annotation of the line `number`."""
    if word == "XFAIL":
        if not argument:
            raise BadAnnotation(f"{where}: XFAIL needs a reason")
        expectation.xfail = argument
    elif word == "DEADLOCK" or word.startswith("GD"):
        if argument is not None:
            raise BadAnnotation(f"{where}: {word} takes no reason")
        lines = expectation.deadlocks
        if word not in ("DEADLOCK", "GD101"):
            lines = expectation.others.setdefault(word, [])
        lines.append(number)
    elif word == "HANG":
        if argument is not None and not re.fullmatch(r"GD2\d\d", argument):
            raise BadAnnotation(f"{where}: HANG takes the id of a hang, not '{argument}'")
        expectation.hangs.setdefault(argument or "GD201", []).append(number)
    elif argument is None:
        expectation.quiet.append(number)
    else:
        reasons = [reason.strip() for reason in argument.split("|")]
        for reason in reasons:
            if reason not in REASONS:
                raise BadAnnotation(f"{where}: unknown reason '{reason}'")
        expectation.ruled_out[number] = reasons


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
        said = match.group(1)
        while several := SEVERAL.match(said):
            word, argument, _ = ANNOTATION.match(several.group(1)).groups()
            take(expectation, number, word, argument, where)
            said = said[several.end() :]
        match = ANNOTATION.match(said)
        if not match:
            raise BadAnnotation(f"{where}: no annotation: '{said}'")
        word, argument, rest = match.groups()
        if rest.strip():
            raise BadAnnotation(f"{where}: '{rest.strip()}' after {word}")
        take(expectation, number, word, argument, where)
    check(expectation, name)
    return expectation


def check(expectation: Expectation, name: str) -> None:
    silent = expectation.quiet or expectation.ruled_out
    if not expectation.anything and not silent:
        raise BadAnnotation(f"{name}: no annotation: a program without expectation tests nothing")
    if expectation.anything and expectation.quiet:
        raise BadAnnotation(f"{name}: a finding and plain NODEADLOCK contradict each other")
    if expectation.deadlocks and expectation.hangs:
        raise BadAnnotation(f"{name}: DEADLOCK beside HANG: a hang's predictions go without saying")
    if not expectation.anything and FINDING_OPTIONS & set(expectation.options):
        raise BadAnnotation(f"{name}: options about findings, but no finding is annotated")
    if not expectation.hangs and HANG_OPTIONS & set(expectation.options):
        raise BadAnnotation(f"{name}: options about hangs, but no HANG")
    check_name(expectation, name)


def check_name(expectation: Expectation, name: str) -> None:
    stem = pathlib.PurePath(name).stem
    predicted = any(rule.startswith("GD1") for rule in expectation.others)
    has = {
        "deadlock": bool(expectation.deadlocks or predicted),
        "hang": bool(expectation.hangs),
        "misuse": bool(expectation.others),
    }
    for kind in KINDS:
        if stem.endswith(f"_no{kind}"):
            # A twin of a deadlock is silent about orders; it may misuse its locks.
            refused = has["deadlock"] if kind == "deadlock" else expectation.anything
            if expectation.hangs or (refused and kind != "hang"):
                raise BadAnnotation(f"{name}: named _no{kind}, but a finding is annotated")
        elif stem.endswith(f"_{kind}") and not has[kind]:
            raise BadAnnotation(f"{name}: named _{kind}, but not annotated so")


def read(path: pathlib.Path) -> Expectation:
    return parse(path.read_text(encoding="utf-8"), path.name)
