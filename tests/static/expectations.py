"""What an annotated program must make `gordian check` say.

The programs of tests/programs have the annotations of tests/support/annotations.py: at a line of
DEADLOCK a GD101 acquires, with NODEADLOCK nothing is said at all, and of what is annotated HANG only
the orders of locks may be told. The programs of this folder have these as well, and

    // RACE            an access of a GD401 is at this line
    // RACE(GD402)     the same with another id
    // MISUSE(GD408)   a finding of this id is at this line
    // NORACE, NOMISUSE   nothing may be said of this program
    // OPTIONS: possible   on the first line: what is annotated need not be likely; with NORACE, what
                       is told may not be likely

Known gaps are lines of a table: `NAME KIND reason`, where KIND is how it fails: `missed` (not told),
`doubted` (told, but as possible) or `noisy` (told, but not asked for); several are joined by `+`.
"""

import dataclasses
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import annotations  # noqa: E402

KINDS = {"missed", "doubted", "noisy"}
WORD = re.compile(r"//\s*(NORACE|RACE|NODEADLOCK|DEADLOCK|NOMISUSE|MISUSE)\b(?:\((GD\d{3})\))?\s*(.*)$")

Line = tuple[str, int]  # name of the file, line


class BadExpectation(Exception):
    """What is wrong with annotations or the table, with its place."""


@dataclasses.dataclass
class Expectation:
    lines: dict[str, set[Line]] = dataclasses.field(default_factory=dict)  # by id
    allowed: set[str] = dataclasses.field(default_factory=set)  # ids that may be told anywhere
    may_be_possible: bool = False


def of_programs(source: pathlib.Path) -> Expectation:
    """Of a program that is also run."""
    said = annotations.read(source)
    expected = Expectation(may_be_possible=said.confidence == "possible")
    if said.deadlocks:
        expected.lines["GD101"] = {(source.name, line) for line in said.deadlocks}
    if said.hangs:
        expected.allowed = {"GD101", "GD102"}
    return expected


def of_own(sources: list[pathlib.Path]) -> Expectation:
    expected = Expectation()
    is_silent = False
    for source in sources:
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
            if number == 1 and line.startswith("// OPTIONS:"):
                expected.may_be_possible = "possible" in line.split()
            match = WORD.search(line)
            if not match:
                continue
            word, rule, rest = match.groups()
            if rest or (rule and word not in ("RACE", "MISUSE")) or (word == "MISUSE" and not rule):
                raise BadExpectation(f"{source.name}:{number}: '{match.group(0)}'")
            if word.startswith("NO"):
                is_silent = True
                continue
            rule = rule or ("GD401" if word == "RACE" else "GD101")
            expected.lines.setdefault(rule, set()).add((source.name, number))
    name = sources[0].stem if len(sources) == 1 else sources[0].parent.name
    if is_silent == bool(expected.lines) or is_silent != bool(re.search(r"_no[a-z]+$", name)):
        raise BadExpectation(f"{name}: the annotations do not fit the name, or each other")
    return expected


def option(source: pathlib.Path, key: str, default: str) -> str:
    first = source.read_text(encoding="utf-8").partition("\n")[0]
    match = re.match(rf"// OPTIONS:.* {key}=(\S+)", first)
    return match.group(1) if match else default


def gaps(table: pathlib.Path) -> dict[str, tuple[set[str], str]]:
    """By name of the program: how it is known to fail, and why."""
    known: dict[str, tuple[set[str], str]] = {}
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split(None, 2)
        if len(words) < 3 or not set(words[1].split("+")) <= KINDS or words[0] in known:
            raise BadExpectation(f"{table.name}:{number}: NAME KIND reason, each NAME once")
        known[words[0]] = (set(words[1].split("+")), words[2])
    return known
