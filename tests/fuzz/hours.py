"""Runs the fuzzers of a build for a while and writes what they did into docs/verdicts.md.

usage: hours.py BUILD_FOLDER SECONDS

Two at a time; the order is the list's. Ends with 1 when one of them found something.
"""

import concurrent.futures
import datetime
import pathlib
import re
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import page_section  # noqa: E402

FUZZERS = {  # name: what it reads
    "recording": "recordings of runs",
    "facts": "facts files of the checker",
    "report": "JSON reports and baselines",
    "config": "`gordian.toml`",
    "plan": "plans of `gordian provoke`",
}
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/verdicts.md"


def seeds(build: pathlib.Path, name: str) -> list[str]:
    kept = pathlib.Path(__file__).parent / "corpus" / name
    made = build / f"tests/fuzz/{name}_seeds.d"
    return [str(folder.resolve()) for folder in (kept, made) if folder.is_dir()]


def run(build: pathlib.Path, name: str, duration: int) -> dict:
    work = build / "tests/fuzz"
    corpus = (work / f"{name}_corpus").resolve()
    corpus.mkdir(exist_ok=True)
    done = subprocess.run(
        [str((build / f"bin/{name}_fuzzer").resolve()), f"-max_total_time={duration}",
         "-max_len=16384", "-timeout=20", "-rss_limit_mb=2048", "-close_fd_mask=2",
         "-print_final_stats=1", f"-artifact_prefix={work.resolve()}/", str(corpus),
         *seeds(build, name)],
        capture_output=True, text=True, errors="replace", check=False)
    said = done.stdout + done.stderr
    number = lambda key: int((re.findall(rf"stat::{key}:\s*(\d+)", said) or ["0"])[-1])
    covered = re.findall(r"cov: (\d+)", said)
    found = re.findall(r"Test unit written to (\S+)", said)
    if done.returncode != 0 and not found:
        found = [f"status {done.returncode}: " + (said.strip().splitlines() or ["nothing said"])[-1]]
    return {"name": name, "runs": number("number_of_executed_units"),
            "new": number("new_units_added"), "covered": int(covered[-1]) if covered else 0,
            "found": found}


def section(results: list[dict], duration: int) -> str:
    lines = [f"{duration // 60} minutes each, two at a time; {datetime.date.today()}.\n", "\n",
             "| reader of | inputs tried | edges of the code reached | kept as new | found |\n",
             "| --- | ---: | ---: | ---: | ---: |\n"]
    for one in results:
        lines.append(f"| {FUZZERS[one['name']]} | {one['runs']:,} | {one['covered']:,} | "
                     f"{one['new']:,} | {len(one['found'])} |\n")
    return "".join(lines)


def main() -> int:
    build, duration = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: run(build, name, duration), FUZZERS))
    text = section(results, duration)
    print(text)
    page_section.write(PAGE, "fuzz", text)
    for one in results:
        for found in one["found"]:
            print(f"gordian fuzz: {one['name']}: {found}", file=sys.stderr)
    return 1 if any(one["found"] for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())
