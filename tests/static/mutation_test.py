"""Takes one lock at a time out of correct programs; `gordian check` must see nearly every one.

usage: mutation_test.py --gordian GORDIAN --work DIR [--least SHARE] PROGRAM…

A lock is a guard (a line that declares a std::lock_guard, scoped_lock, unique_lock or shared_lock)
or a call that locks, with the calls that unlock it: those of the same lock from there to the end of
the function or the next call that locks it. A guard that is used later (waited with, unlocked) is
given a mutex of its own instead, so that the program still compiles: it excludes nobody.

The programs as they are must be silent: nothing that fails a build (`likely`). A mutant is found if
something is told that does. Where a lock is not needed, its line says so, with the reason:

    std::lock_guard guard(m);  // not needed: all other threads have ended
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

GUARD = re.compile(r"^\s*std::(lock_guard|scoped_lock|unique_lock|shared_lock)\s+(\w+)\(.*\);")
LOCK = re.compile(r"^\s*(?:pthread_(?:mutex|rwlock)_(?:rd|wr)?lock\((.+)\)|([\w.>-]+)\.lock\(\));")
UNLOCK = r"^\s*(?:pthread_(?:mutex|rwlock)_unlock\({0}\)|{0}\.unlock\(\));"
NOT_NEEDED = "// not needed: "


def end_of_block(lines: list[str], at: int) -> int:
    """The line of the brace that ends the innermost block around line `at`."""
    depth = 0
    for number in range(at, len(lines)):
        depth += lines[number].count("{") - lines[number].count("}")
        if depth < 0:
            return number
    return len(lines)


def end_of_function(lines: list[str], at: int) -> int:
    """Functions end with a brace at the indentation of their class, or of nothing."""
    indentations = ("}", "  }") if "class " in "".join(lines) else ("}",)
    for number in range(at, len(lines)):
        if lines[number].rstrip() in indentations:
            return number
    return len(lines)


def without_guard(lines: list[str], at: int, name: str) -> list[str]:
    used = re.compile(rf"\b{name}\b")
    if any(used.search(line) for line in lines[at + 1 : end_of_block(lines, at + 1)]):
        kind = "std::shared_mutex" if "shared_lock" in lines[at] else "std::mutex"
        changed = re.sub(r"\(.*\);", "(none);", lines[at].split("//")[0].rstrip())
        return [*lines[:at], f"{kind} none; {changed}", *lines[at + 1 :]]
    return [*lines[:at], "", *lines[at + 1 :]]


def without_pair(lines: list[str], at: int, lock: str) -> list[str]:
    changed = [*lines]
    changed[at] = ""
    unlocks = re.compile(UNLOCK.format(re.escape(lock)))
    for number in range(at + 1, end_of_function(lines, at)):
        match = LOCK.match(lines[number])
        if match and (match.group(1) or match.group(2)) == lock:
            break
        if unlocks.match(lines[number]):
            changed[number] = ""
    return changed


def mutants(text: str) -> dict[int, str]:
    """By line: the program without what locks there."""
    lines = text.splitlines()
    made = {}
    for at, line in enumerate(lines):
        if guard := GUARD.match(line):
            made[at + 1] = "\n".join(without_guard(lines, at, guard.group(2))) + "\n"
        elif lock := LOCK.match(line):
            name = lock.group(1) or lock.group(2)
            is_guard = re.search(rf"std::\w+_lock\s+{re.escape(name)}\(", text)
            if not is_guard:
                made[at + 1] = "\n".join(without_pair(lines, at, name)) + "\n"
    return made


class Test:
    """All programs and mutants are read at once, then judged one by one."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.failures = 0

    def fail(self, text: str) -> None:
        print(text)
        self.failures += 1

    def check(self, *words: str) -> bool:
        command = [self.options.gordian, "check", "-p", ".", "-q", "--fail-on=never", *words]
        done = subprocess.run(
            command, cwd=self.options.work, text=True, stdin=subprocess.DEVNULL, capture_output=True
        )
        if done.returncode != 0:
            self.fail(f"{words[-1]}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.returncode == 0

    def read(self, sources: dict[str, str]) -> bool:
        entries = []
        for name, text in sources.items():
            file = self.options.work / name
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                file.write_text(text, encoding="utf-8")
            words = ["cc", "-std=gnu11"] if file.suffix == ".c" else ["c++", "-std=gnu++20"]
            words += ["-c", name]
            entries.append({"directory": str(self.options.work), "file": name, "arguments": words})
        (self.options.work / "compile_commands.json").write_text(json.dumps(entries, indent=1))
        return self.check("--report=all.json")

    def likely(self, name: str) -> list[str]:
        """What fails a build in this program."""
        report = self.options.work / "mutant.json"
        if not self.check(f"--report={report}", name):
            return []
        return [
            f"{one['id']} {one['location']['file']}:{one['location']['line']} {one['message']}"
            for one in json.loads(report.read_text(encoding="utf-8"))["findings"]
            if one["confidence"] in ("likely", "proven")
        ]

    def judge(self, program: pathlib.Path, lines: list[int]) -> tuple[int, int]:
        """How many mutants there are and how many are found."""
        for told in self.likely(program.name):
            self.fail(f"{program.name} is correct: {told}")
        count = found = 0
        text = program.read_text(encoding="utf-8").splitlines()
        for line in lines:
            told = self.likely(mutant_name(program, line))
            if NOT_NEEDED in text[line - 1]:
                if told:
                    self.fail(f"{program.name}:{line} is said not to be needed: {told[0]}")
                continue
            count += 1
            found += bool(told)
            if not told:
                print(f"not found: {program.name}:{line} without '{text[line - 1].strip()}'")
        return count, found


def mutant_name(program: pathlib.Path, line: int) -> str:
    return f"{program.stem}_{line}{program.suffix}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gordian", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--least", type=float, default=0.9)
    parser.add_argument("programs", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    (options.work / "gordian.toml").touch()  # so this folder is the project
    sources: dict[str, str] = {}
    lines: dict[pathlib.Path, list[int]] = {}
    for program in options.programs:
        sources[program.name] = program.read_text(encoding="utf-8")
        made = mutants(sources[program.name])
        sources |= {mutant_name(program, line): text for line, text in made.items()}
        lines[program] = list(made)
    test = Test(options)
    counts = founds = 0
    if test.read(sources):
        for program, those in lines.items():
            count, found = test.judge(program, those)
            print(f"{program.name}: {found} of {count} mutants are found")
            counts += count
            founds += found
    print(f"in all {founds} of {counts}")
    if counts == 0 or founds < options.least * counts:
        test.fail(f"that should be at least {options.least:.0%}")
    return 1 if test.failures else 0


if __name__ == "__main__":
    sys.exit(main())
