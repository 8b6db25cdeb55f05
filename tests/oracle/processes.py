#!/usr/bin/python3
"""Programs of the oracle as real processes under the runtime, held against every interleaving.

    processes.py --gordian G --oracle O --player P [--seed S] [--page FILE] N

For each of N programs: what `gordian run` reports of one run must be reachable (GD101 that is
likely); what is reachable must be reported where the run came to its end and all of the program's
acquisitions are certain to be made; a run that is ended with status 67 must be one that can get
stuck. Status: 0 when all of that is so.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter

LONGEST = 60  # seconds of a run; two that get stuck are told after one


def explored(oracle: str, program: pathlib.Path) -> dict:
    """The sets of locks of the deadlocks that some interleaving has, and whether one gets stuck."""
    ran = subprocess.run([oracle, "explore", program], capture_output=True, text=True, check=True)
    deadlocks, timed, stuck = set(), set(), 0
    for line in ran.stdout.splitlines():
        word, rest = line.split(" ", 1)
        if word == "deadlock":
            deadlocks.add(frozenset(rest))
        elif word == "timed":
            timed.add(frozenset(rest))
        elif word == "stuck":
            stuck = int(rest)
    return {"deadlocks": deadlocks, "timed": timed, "stuck": stuck}


def is_certain(text: str) -> bool:
    """All acquisitions of the program are made in every run that comes to its end."""
    return not re.search(r"[?~]|once|await|wait|lock . semaphore", text)


def cycles(report: dict, levels: tuple) -> set:
    return {
        frozenset(lock["name"] for lock in finding["locks"])
        for finding in report["findings"]
        if finding["id"] == "GD101" and finding["confidence"] in levels
    }


class Sample:
    def __init__(self, options):
        self.options = options
        self.counts, self.wrong, self.unreachable = Counter(), [], []

    def judge(self, seed: int) -> None:
        text = subprocess.run(
            [self.options.oracle, "print", str(seed)], capture_output=True, text=True, check=True
        ).stdout
        with tempfile.TemporaryDirectory() as folder:
            self.run(seed, text, pathlib.Path(folder))

    def run(self, seed: int, text: str, folder: pathlib.Path) -> None:
        program, report = folder / "program.txt", folder / "report.json"
        program.write_text(text, encoding="utf-8")
        command = [self.options.gordian, "run", "--quiet", f"--report={report}"]
        command += [f"--record={folder}/runs", "--", self.options.player, str(program), str(seed)]
        self.counts["programs"] += 1
        try:
            ran = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            self.counts["ended by time"] += 1  # a hang that nobody may call one, or a slow machine
            return
        if ran.returncode not in (0, 66, 67):
            self.wrong.append((seed, text, f"status {ran.returncode}: {ran.stderr[-300:]}"))
            return
        self.compare(seed, text, ran.returncode, json.loads(report.read_text()), program)

    def compare(self, seed, text, status, report, program) -> None:
        truth = explored(self.options.oracle, program)
        if status == 67:
            self.counts["stuck"] += 1
            if truth["stuck"] == 0:
                self.wrong.append((seed, text, "ended as a hang, but no interleaving gets stuck"))
        likely = cycles(report, ("likely", "proven"))
        self.counts["likely"] += len(likely)
        for locks in likely - truth["deadlocks"]:
            self.counts["unreachable"] += 1
            self.unreachable.append((seed, text, f"likely: {''.join(sorted(locks))}"))
        if status == 67 or not is_certain(text):
            return
        self.counts["complete"] += 1
        reachable = {locks for locks in truth["deadlocks"] if len(locks) > 1}
        self.counts["reachable"] += len(reachable)
        for locks in reachable - cycles(report, ("likely", "proven", "possible")):
            self.wrong.append((seed, text, f"not reported: {''.join(sorted(locks))}"))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gordian", "oracle", "player"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("programs", type=int, metavar="N")
    options = parser.parse_args()
    sample = Sample(options)
    for number in range(options.programs):
        sample.judge(options.seed * 1_000_000_007 + number)
    for kind, cases in (("WRONG", sample.wrong), ("unreachable", sample.unreachable)):
        for seed, text, what in cases:
            print(f"{kind}: seed {seed}: {what}\n{text}")
    print(", ".join(f"{name} {count}" for name, count in sample.counts.items()))
    return 1 if sample.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
