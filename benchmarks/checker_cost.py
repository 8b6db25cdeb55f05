"""What `gordian check` costs beside Clang itself, on sources of this repository or of another one.

In interleaved rounds, each by the processor time of all its processes: Clang looking for errors
(`clang-19 -fsyntax-only`) in the same units with the same flags, `gordian check` with nothing kept from
before, and some times more with everything kept: all of it, and the link alone. Then one file is touched.
Written to docs/checker-performance.md. With --warm only what depends on kept facts, for those who work on
it: printed, not written.
"""

import argparse
import dataclasses
import json
import os
import pathlib
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import machine
from table import markdown, missed, reasons

DEFAULT = ["lockgraph/src", "runtime/reader", "runtime/src", "cli/src"]
COLD, AFTER_TOUCH, LINES_A_SECOND = 1.15, 1.0, 100_000  # docs/design.md, Budgets
WARM = 10  # times in each round: it is short, and so other work on the machine matters more
CLANG = {".c": "clang-19"}


@dataclasses.dataclass
class Cost:
    """Of a command with everything that it started."""

    processor: float  # s
    wall: float  # s
    memory: float  # MiB, peak of the largest of its processes
    status: int


def run(command: list[str], folder: str) -> Cost:
    started = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - started
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, child.returncode)


def syntax_only(entry: dict) -> list[str]:
    """The command of a compile database's entry, for Clang to look for errors."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    kept, skipped = [], False
    for word in words[1:]:
        if not skipped and word not in ("-c", "-o"):
            kept.append(word)
        skipped = word == "-o" and not skipped
    compiler = CLANG.get(pathlib.Path(entry["file"]).suffix, "clang++-19")
    return [compiler, "-fsyntax-only", "-w", "-Wno-unknown-warning-option", *kept]


class Subject:
    """Units of a program, and what is done with them."""

    def __init__(
        self, name: str, gordian: str, root: pathlib.Path, build: pathlib.Path, paths: list[str]
    ) -> None:
        self.name, self.root, self.paths = name, root, paths
        self.command = [gordian, "check", "--quiet", "--fail-on=never", "-p", str(build), *paths]
        folders = [f"{(root / path).resolve()}" for path in paths] or [str(root)]
        units: dict[str, dict] = {}
        for entry in json.loads((build / "compile_commands.json").read_text()):
            file = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            if any(file == folder or file.startswith(folder + "/") for folder in folders):
                units.setdefault(file, entry)
        self.units = dict(sorted(units.items()))

    def clang(self) -> Cost:
        sums = Cost(0, 0, 0, 0)
        for entry in self.units.values():
            cost = run(syntax_only(entry), entry["directory"])
            if cost.status != 0:
                sys.exit(f"bench: clang-19 does not accept {entry['file']}; take other paths")
            sums.processor += cost.processor
            sums.wall += cost.wall
            sums.memory = max(sums.memory, cost.memory)
        return sums

    def check(self, cold: bool) -> Cost:
        if cold:
            shutil.rmtree(self.root / ".gordian", ignore_errors=True)
        cost = run(self.command, str(self.root))
        if cost.status != 0:
            sys.exit(f"bench: {shlex.join(self.command)} ended with status {cost.status}")
        return cost

    def link(self) -> Cost:
        """The kept facts alone: no sources are looked at."""
        command = [*self.command[:4], "--facts", str(self.root / ".gordian/check")]
        cost = run(command, str(self.root))
        if cost.status != 0:
            sys.exit(f"bench: {shlex.join(command)} ended with status {cost.status}")
        return cost

    def touched(self) -> tuple[Cost, Cost]:
        """A changed source: Clang's look at it, then a check of all."""
        file, entry = max(self.units.items(), key=lambda unit: os.path.getsize(unit[0]))
        with open(file, "a", encoding="utf-8") as text:
            text.write(f"\n// {time.time_ns()}\n")
        return run(syntax_only(entry), entry["directory"]), self.check(cold=False)

    def lines(self) -> int:
        """Of the units and of every header in the same folders."""
        files = set(self.units)
        for path in self.paths or ["."]:
            for suffix in ("h", "hh", "hpp", "inc", "ipp"):
                files |= {str(file) for file in (self.root / path).resolve().rglob(f"*.{suffix}")}
        return sum(pathlib.Path(file).read_bytes().count(b"\n") for file in files)


def copied(into: pathlib.Path) -> tuple[pathlib.Path, pathlib.Path]:
    """This repository, where a file may be changed, and a compile database of it."""
    root = into.resolve() / "gordian"
    if root.exists():
        return root, root / "build/release"
    root.mkdir(parents=True)
    files = subprocess.run(["git", "archive", "HEAD"], capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(root)], input=files, check=True)
    configured = subprocess.run(
        ["cmake", "--preset", "release", "-DGORDIAN_BUILD_CHECKER=OFF"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if configured.returncode != 0:
        sys.exit(f"bench: the copy was not configured:\n{configured.stderr[-2000:]}")
    return root, root / "build/release"


def page(
    subject: Subject, costs: dict[str, list[Cost]], touches: list[tuple[Cost, Cost]], why: str
) -> str:
    def best(name: str) -> float:
        return min(cost.processor for cost in costs[name])

    clang, cold, warm, linked = best("clang"), best("cold"), best("warm"), best("link")
    ratios = [ours.processor / theirs.processor for theirs, ours in zip(costs["clang"], costs["cold"])]
    after = statistics.median(ours.wall - theirs.wall for theirs, ours in touches)
    parse = statistics.median(theirs.wall for theirs, _ in touches)
    lines = subject.lines()
    worker = max(cost.memory for cost in costs["cold"])
    memory = max(cost.memory for cost in costs["link"])
    rows = [
        ["", "measured", "budget", ""],
        ["Clang looks for errors, processor time", f"{clang:.1f} s", "", ""],
        ["`gordian check`, nothing kept, processor time", f"{cold:.1f} s", "", ""],
        ["the ratio of the two", f"**{cold / clang:.2f} ×** ({min(ratios):.2f} to {max(ratios):.2f})",
         f"≤ {COLD} ×", verdict(cold / clang <= COLD)],
        ["`gordian check`, everything kept, processor time", f"{warm:.2f} s", "", ""],
        ["of that the link: facts read, joined and judged (`--facts`)", f"{linked:.2f} s", "", ""],
        ["lines a second of the link", f"{lines / linked:,.0f}", f"≥ {LINES_A_SECOND:,}",
         verdict(lines / linked >= LINES_A_SECOND)],
        ["after a change of one file, beyond Clang's look at it", f"{after:.2f} s (look: {parse:.2f} s)",
         f"≤ {AFTER_TOUCH:g} s", verdict(after <= AFTER_TOUCH)],
        ["peak memory of one that reads", f"{worker:.0f} MiB", "", ""],
        ["peak memory of the link", f"{memory:.0f} MiB", "", ""],
    ]  # fmt: skip
    return "\n".join(
        [
            "# What `gordian check` costs",
            "",
            "Written by `scripts/bench checker`; do not edit. Seconds are of this machine on this day;",
            "only ratios mean anything. Subject: " + (", ".join(f"`{path}`" for path in subject.paths) or "all"),
            f"of {subject.name}, {len(subject.units)} units, {lines:,} lines with their headers.",
            f"Interleaved rounds: {len(costs['cold'])}; the least of each counts. *Clang looks for errors* is",
            "`clang-19 -fsyntax-only` with the same flags, unit by unit.",
            "",
            *markdown([["measured on", ""], *map(list, machine.describe())]),
            "",
            *markdown(rows),
            "",
            *missed(why),
        ]
    )


def verdict(met: bool) -> str:
    return "met" if met else "missed"


def main() -> None:
    parser = argparse.ArgumentParser(prog="scripts/bench checker", description=__doc__)
    parser.add_argument("--gordian", required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--project", type=pathlib.Path, help="another one than this; files in it change")
    parser.add_argument("--warm", type=pathlib.Path, metavar="DIR",
                        help="only with facts kept; this repository's copy and its facts stay in DIR")  # fmt: skip
    parser.add_argument("-p", dest="build", type=pathlib.Path, help="its folder with compile_commands.json")
    parser.add_argument("paths", nargs="*", help="units in these files and folders")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        if options.project:
            root = options.project.resolve()
            build, paths = (options.build or root / "build").resolve(), options.paths
        else:
            root, build = copied(options.warm or pathlib.Path(temporary))
            paths = options.paths or DEFAULT
        name = root.name if options.project else "this repository"
        subject = Subject(name, os.path.abspath(options.gordian), root, build, paths)
        if not subject.units:
            sys.exit("bench: no units there")
        if options.warm:
            print(warm_only(subject, options.rounds))
            return
        costs: dict[str, list[Cost]] = {"clang": [], "cold": [], "warm": [], "link": []}
        for number in range(options.rounds):
            print(f"bench: round {number + 1} of {options.rounds}, {len(subject.units)} units", file=sys.stderr)
            costs["clang"].append(subject.clang())
            costs["cold"].append(subject.check(cold=True))
            for _ in range(WARM):
                costs["warm"].append(subject.check(cold=False))
                costs["link"].append(subject.link())
        touches = [subject.touched() for _ in range(max(options.rounds, 3))]
        text = page(subject, costs, touches, reasons(options.output))
    options.output.write_text(text, encoding="utf-8")
    print(text)


def warm_only(subject: Subject, rounds: int) -> str:
    subject.check(cold=False)  # reads what is not kept
    warm = min(subject.check(cold=False).processor for _ in range(rounds))
    link = min(subject.link().processor for _ in range(rounds))
    after = [ours.wall - look.wall for look, ours in (subject.touched() for _ in range(rounds))]
    return (
        f"everything kept: {warm:.2f} s of processor time, {subject.lines() / warm:,.0f} lines a second\n"
        f"the link alone: {link:.2f} s, {subject.lines() / link:,.0f} lines a second\n"
        f"after a change, beyond Clang's look: {statistics.median(after):.2f} s"
    )


if __name__ == "__main__":
    main()
