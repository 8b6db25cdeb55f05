"""Runs `gordian check` on annotated programs and compares what it says with the annotations.

usage: static_programs.py --gordian GORDIAN --work DIR prepare PROGRAM…
       static_programs.py --gordian GORDIAN --work DIR --table FILE judge PROGRAM…

A program is a source, or a folder of sources that are linked together. `prepare` writes the compile
database of all programs into DIR and lets them be read, in parallel; `judge` then takes the facts
that are kept there, so it costs next to nothing.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import expectations
import findings

SOURCES = (".c", ".cpp")
ROOT = pathlib.Path(__file__).resolve().parents[2]
OWN = pathlib.Path(__file__).resolve().parent / "programs"


def sources_of(program: pathlib.Path) -> list[pathlib.Path]:
    if program.is_dir():
        return sorted(file for file in program.iterdir() if file.suffix in SOURCES)
    return [program]


def entry_of(source: pathlib.Path, work: pathlib.Path) -> dict:
    is_c = source.suffix == ".c"
    standard = "gnu11" if is_c else "gnu++" + expectations.option(source, "std", "20")
    words = ["cc" if is_c else "c++", f"-std={standard}", f"-I{ROOT / 'runtime/include'}"]
    words += ['-DLOCK_PLUGIN="none"', "-c", str(source)]
    return {"directory": str(work), "file": str(source), "arguments": words}


def check(options: argparse.Namespace, *words: str) -> subprocess.CompletedProcess:
    command = [options.gordian, "check", *words]
    return subprocess.run(
        command, cwd=options.work, text=True, stdin=subprocess.DEVNULL, capture_output=True
    )


def prepare(options: argparse.Namespace) -> int:
    options.work.mkdir(parents=True, exist_ok=True)
    sources = [source for program in options.programs for source in sources_of(program)]
    entries = [entry_of(source, options.work) for source in sources]
    (options.work / "compile_commands.json").write_text(json.dumps(entries, indent=1))
    # All of them as one program: what is found does not matter.
    done = check(options, "-p", ".", "-q", "--fail-on=never")
    if done.returncode != 0:
        print(f"status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.returncode


def judge(options: argparse.Namespace, program: pathlib.Path) -> bool:
    """Whether it is as expected."""
    sources = sources_of(program)
    is_own = OWN in sources[0].parents
    expected = expectations.of_own(sources) if is_own else expectations.of_programs(program)
    report_file = options.work / f"{program.stem}.json"
    done = check(options, "-p", ".", f"--report={report_file}", *map(str, sources))
    if done.returncode not in (0, 1):
        print(f"{program.stem}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return False
    report = json.loads(report_file.read_text(encoding="utf-8"))
    report_file.unlink()
    problems = findings.problems(report, expected)
    for kind, text in problems:
        print(f"{program.stem}: {kind}: {text}")
    kinds = {kind for kind, _ in problems}
    known, reason = expectations.gaps(options.table).get(program.stem, (set(), ""))
    if kinds == known:
        print(f"{program.stem}: " + (f"fails as expected: {reason}" if known else "as expected"))
        return True
    if known:
        print(f"{program.stem}: was known as {'+'.join(sorted(known))}: {reason}")
    print(f"--- what gordian check said\n{done.stdout}")
    return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gordian", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--table", type=pathlib.Path)
    parser.add_argument("what", choices=["prepare", "judge"])
    parser.add_argument("programs", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    options.work = options.work.resolve()
    programs = [program.resolve() for program in options.programs]
    options.programs = programs
    if options.what == "prepare":
        return prepare(options)
    try:
        return 0 if all([judge(options, program) for program in programs]) else 1
    except (expectations.BadExpectation, expectations.annotations.BadAnnotation) as error:
        print(f"static_programs: {error}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
