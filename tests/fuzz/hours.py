"""Runs the fuzzers of a build for a while and writes what they did into docs/verdicts.md.

usage: hours.py BUILD_FOLDER SECONDS

SECONDS of processor time for each, so that other work beside it does not count; what the same
program was run for before counts, so an hour can be had in parts. Two at a time; the order is the
list's. Ends with 1 when one of them found something.
"""

import concurrent.futures
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import page_section  # noqa: E402

FUZZERS = {  # name: what it reads
    "recording": "recordings of runs",
    "report": "JSON reports and baselines",
    "config": "`gordian.toml`",
    "plan": "plans of `gordian provoke`",
    "facts": "facts files of the checker",
}
SHORTEST, LONGEST = 30, 300  # seconds of a stretch, by the clock
SLOW = 10  # seconds of a processor that one input may take
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/verdicts.md"


def seeds(build: pathlib.Path, name: str) -> list[str]:
    kept = pathlib.Path(__file__).parent / "corpus" / name
    made = build / f"tests/fuzz/{name}_seeds.d"
    return [str(folder.resolve()) for folder in (kept, made) if folder.is_dir()]


def is_slow(program: str, unit: pathlib.Path) -> bool:
    """libFuzzer goes by the clock, which other work on the machine makes run faster."""
    process = subprocess.Popen([program, "-timeout=600", str(unit)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode != 0 or used.ru_utime + used.ru_stime > SLOW


def stretch(build: pathlib.Path, name: str, seconds: int) -> dict:
    """One run of `seconds` by the clock."""
    work = build / "tests/fuzz"
    corpus = (work / f"{name}_corpus").resolve()
    corpus.mkdir(exist_ok=True)
    program = str((build / f"bin/{name}_fuzzer").resolve())
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        process = subprocess.Popen(
            [program, f"-max_total_time={seconds}", "-max_len=16384", "-timeout=120",
             f"-report_slow_units={SLOW}", "-rss_limit_mb=2048", "-close_fd_mask=2",
             "-print_final_stats=1", f"-artifact_prefix={work.resolve()}/", str(corpus),
             *seeds(build, name)],
            stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", said)
    covered = re.findall(r"cov: (\d+)", said)
    told = re.findall(r"Test unit written to (\S+)", said)
    found = []
    for unit in map(pathlib.Path, told):
        if not unit.name.startswith(("slow-unit-", "timeout-")) or is_slow(program, unit):
            found.append(str(unit))
        else:
            unit.unlink()
    if process.returncode != 0 and not told:
        last = (said.strip().splitlines() or ["nothing said"])[-1]
        found = [f"status {process.returncode}: {last}"]
    return {"runs": int(runs[-1]) if runs else 0, "covered": int(covered[-1]) if covered else 0,
            "found": found, "processor": used.ru_utime + used.ru_stime}


def state_of(build: pathlib.Path, name: str) -> pathlib.Path:
    """What this very program did so far."""
    program = (build / f"bin/{name}_fuzzer").read_bytes()
    return build / f"tests/fuzz/{name}_{hashlib.sha256(program).hexdigest()[:16]}.json"


def run(build: pathlib.Path, name: str, duration: int) -> dict:
    state = state_of(build, name)
    whole = {"name": name, "runs": 0, "covered": 0, "found": [], "processor": 0.0}
    if state.exists():
        whole = json.loads(state.read_text())
    while whole["processor"] < duration and not whole["found"]:
        rest = int(duration - whole["processor"])
        part = stretch(build, name, min(LONGEST, max(SHORTEST, rest)))
        for key in ("runs", "found", "processor"):
            whole[key] += part[key]
        whole["covered"] = max(whole["covered"], part["covered"])
        if not whole["found"]:
            state.write_text(json.dumps(whole))
    print(f"gordian fuzz: {name}: {whole['processor'] / 60:.0f} minutes, {whole['runs']:,} inputs, "
          f"{len(whole['found'])} found", flush=True)
    return whole


def section(results: list[dict]) -> str:
    lines = [f"{datetime.date.today()}.\n", "\n",
             "| reader of | minutes of a processor | inputs tried | edges of the code reached | found |\n",
             "| --- | ---: | ---: | ---: | ---: |\n"]
    for one in results:
        lines.append(f"| {FUZZERS[one['name']]} | {one['processor'] / 60:.0f} | {one['runs']:,} | "
                     f"{one['covered']:,} | {len(one['found'])} |\n")
    return "".join(lines)


def main() -> int:
    build, duration = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: run(build, name, duration), FUZZERS))
    text = section(results)
    print(text)
    page_section.write(PAGE, "fuzz", text)
    for one in results:
        for found in one["found"]:
            print(f"gordian fuzz: {one['name']}: {found}", file=sys.stderr)
    return 1 if any(one["found"] for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())
