"""The verdicts of all repetitions so far: one line of JSON each, so that a later start goes on."""

import collections
import dataclasses
import hashlib
import json
import pathlib
import threading


class OfAnotherBuild(Exception):
    """The record was made with another build of Gordian, or under other conditions."""


@dataclasses.dataclass
class Difference:
    program: str
    verdicts: list[tuple[dict, list[int]]]  # each with its runs, the most frequent first


def digest(files: list[pathlib.Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


class Record:
    def __init__(self, folder: pathlib.Path, of: dict):
        self.folder, self.lock = folder, threading.Lock()
        self.entries: dict[tuple[str, int], dict] = {}
        self.seconds = 0.0  # of all starts
        self.first: dict[str, dict] = {}  # verdict of a program's first run
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "verdicts.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        if lines and json.loads(lines[0]) != of:
            raise OfAnotherBuild(path)
        for line in lines[1:]:
            try:
                entry = json.loads(line)
            except ValueError:  # the last line of a start that was cut off
                continue
            if "took" in entry:
                self.seconds += entry["took"]
            else:
                self.keep(entry)
        self.file = path.open("a", encoding="utf-8")
        if not lines:
            self.write(of)
        elif not path.read_text().endswith("\n"):
            self.file.write("\n")

    def write(self, value: dict) -> None:
        self.file.write(json.dumps(value) + "\n")
        self.file.flush()

    def took(self, seconds: float) -> None:
        self.seconds += seconds
        self.write({"took": round(seconds)})

    def has(self, program: str, run: int) -> bool:
        return (program, run) in self.entries

    def add(self, program: str, run: int, judged) -> bool:
        """Whether it is as annotated and as the runs before."""
        entry = {"program": program, "run": run, "seconds": round(judged.seconds, 2)}
        entry |= {"verdict": judged.verdict}
        if judged.hung_ms is not None:
            entry["hung_ms"] = judged.hung_ms
        if judged.problems:
            entry["problems"] = judged.problems
        with self.lock:
            self.keep(entry)
            usual = judged.verdict == self.first[program] and not judged.problems
            self.write(entry)
        if not usual:  # what was said, for whoever looks for the cause
            (self.folder / f"{program}.{run}.txt").write_text(judged.said, encoding="utf-8")
        return usual

    def keep(self, entry: dict) -> None:
        self.entries[entry["program"], entry["run"]] = entry
        self.first.setdefault(entry["program"], entry["verdict"])

    def differences(self) -> list[Difference]:
        runs = collections.defaultdict(lambda: collections.defaultdict(list))
        for (program, run), entry in self.entries.items():
            runs[program][json.dumps(entry["verdict"], sort_keys=True)].append(run)
        found = []
        for program, verdicts in sorted(runs.items()):
            if len(verdicts) < 2:
                continue
            most = sorted(verdicts.items(), key=lambda item: -len(item[1]))
            found.append(Difference(program, [(json.loads(v), sorted(r)) for v, r in most]))
        return found

    def unexpected(self) -> dict[str, list[int]]:
        """Programs that were not as annotated, with the runs."""
        found = collections.defaultdict(list)
        for (program, run), entry in sorted(self.entries.items()):
            if entry.get("problems"):
                found[program].append(run)
        return dict(found)

    def close(self) -> None:
        self.file.close()
