"""Judges the programs that the runtime runs (tests/programs) by `gordian check`, too.

usage: runtime_programs.py --gordian GORDIAN --work DIR --table FILE PROGRAM…

One annotation, two tools: what the runtime must tell of a run, the checker must tell of the source,
as far as it stands there. So of each program that is annotated DEADLOCK a GD101 is asked for at an
annotated line, and nothing that nobody asked for may be `likely`, in twins and in the others alike;
what is told as possible fails no build and is let pass. Programs that hang are allowed to be told
beforehand (GD101, GD102). Programs with XFAIL say what the runtime does not know; they are left out.

The table has what is known to differ, `NAME KIND reason`, as programs.table has. `NAME told GD102`
says what must be told of a program that hangs because of its locks, and what is right although no
annotation asks for it, since only another schedule would show it. Its lines `at least N deadlocks` and `at least
N twins` hold how many programs both tools judge alike.
"""

import argparse
import json
import pathlib
import re
import sys

import expectations
import findings
import static_programs

AT_LEAST = re.compile(r"^at least (\d+) (deadlocks|twins)$")


def tables(file: pathlib.Path) -> tuple[dict, dict[str, str], dict[str, int]]:
    """Known gaps; of hangs what is told; the least numbers."""
    known, told, least = {}, {}, {"deadlocks": 0, "twins": 0}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if match := AT_LEAST.match(line):
            least[match.group(2)] = int(match.group(1))
            continue
        name, kind, rest = (line.split(None, 2) + ["", ""])[:3]
        if kind == "told":
            told[name] = rest
        elif rest and set(kind.split("+")) <= expectations.KINDS and name not in known:
            known[name] = set(kind.split("+"))
        else:
            raise expectations.BadExpectation(f"{file.name}:{number}: '{line}'")
    return known, told, least


def is_asked_for(source: pathlib.Path) -> bool:
    return expectations.annotations.read(source).xfail is None


class Judge:
    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.known, self.told, self.least = tables(options.table)
        self.agreed = {"deadlocks": 0, "twins": 0}
        self.failures = 0

    def fail(self, source: pathlib.Path, text: str) -> None:
        print(f"{source.stem}: {text}")
        self.failures += 1

    def report(self, source: pathlib.Path) -> dict | None:
        file = self.options.work / "runtime_program.json"
        done = static_programs.check(
            self.options, "-p", ".", "-q", "--fail-on=never", f"--report={file}", str(source)
        )
        if done.returncode != 0:
            self.fail(source, f"status {done.returncode}\n{done.stdout}{done.stderr}")
            return None
        return json.loads(file.read_text(encoding="utf-8"))

    def judge(self, source: pathlib.Path) -> None:
        report = self.report(source)
        if report is None:
            return
        expected = expectations.of_programs(source)
        asked = self.told.pop(source.stem, None)
        if asked:
            expected.allowed.add(asked)
        likely = [one for one in report["findings"] if one["confidence"] != "possible"]
        problems = [
            problem for problem in findings.problems(report, expected) if problem[0] != "noisy"
        ]
        problems += [
            problem
            for problem in findings.problems({"findings": likely}, expected)
            if problem[0] == "noisy"
        ]
        kinds = {kind for kind, _ in problems}
        known = self.known.pop(source.stem, set())
        if kinds != known:
            was = f"; known is {'+'.join(sorted(known))}" if known else ""
            for kind, text in problems or [("fits", "nothing is left of a known gap")]:
                self.fail(source, f"{kind}: {text}{was}")
        elif not known:
            self.count(source, expected, asked, {one["id"] for one in likely})

    def count(
        self,
        source: pathlib.Path,
        expected: expectations.Expectation,
        asked: str | None,
        ids: set[str],
    ) -> None:
        if asked is not None and asked not in ids:
            self.fail(source, f"missed: {asked} is not told")
        if asked is None and ids and not expected.lines:
            self.fail(source, f"tells {' '.join(sorted(ids))} of a hang; the table does not say so")
        if expected.lines or asked in ("GD101", "GD102"):
            self.agreed["deadlocks"] += 1
        elif source.stem.endswith(("_nodeadlock", "_nohang")):
            self.agreed["twins"] += 1

    def close(self) -> int:
        for name in [*self.known, *self.told]:
            print(f"{name}: in the table, but there is no such program")
            self.failures += 1
        for what, number in self.least.items():
            print(f"{self.agreed[what]} {what} are judged alike by the runtime and the checker")
            if self.agreed[what] < number:
                print(f"that should be at least {number}")
                self.failures += 1
        return 1 if self.failures else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gordian", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--table", required=True, type=pathlib.Path)
    parser.add_argument("programs", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.programs = [file.resolve() for file in options.programs if is_asked_for(file)]
    try:
        if static_programs.prepare(options) != 0:
            return 1
        judge = Judge(options)
        for source in options.programs:
            judge.judge(source)
        return judge.close()
    except (expectations.BadExpectation, expectations.annotations.BadAnnotation) as error:
        print(f"runtime_programs: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
