"""Runs the lock benchmark without and with Gordian, and its peers, in interleaved rounds, then real
servers and tools (real_load.py).

Writes the tables of docs/performance.md. Only ratios of one run mean anything: every variant of a
round runs right after the other, and over the rounds the minimum counts (for several threads, where
the minimum is luck, the median).
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import machine
import table

# Under Valgrind each start takes seconds, and some of these would take many minutes: each is run alone,
# once, and given up after a while.
VALGRIND_FILTERS = ["oneLock", "nestedPair", "thousandLocks$", "privatePairs/.*:2", "contended", "readers"]
VALGRIND_SECONDS = 30
LOCKS = 1000  # of the benchmark whose memory is looked at
OF_PROCESSOR = {"privatePairs"}  # of several threads, and yet the time of a processor is told


class Variant:
    """One way of running the benchmark."""

    def __init__(self, name: str, command: list[str], seconds: float) -> None:
        self.name = name
        self.command = command
        self.arguments = ["--benchmark_format=json", f"--benchmark_min_time={seconds}"]
        self.rounds: dict[tuple[str, int], list[float]] = {}

    def run(self, round_: int) -> None:
        command = [word.replace("{round}", str(round_)) for word in self.command]
        done = subprocess.run(
            [*command, *self.arguments], capture_output=True, text=True, check=False
        )
        self.take(done.stdout, done.stderr)

    def take(self, output: str, errors: str) -> None:
        try:
            results = json.loads(output)["benchmarks"]
        except (ValueError, KeyError):
            sys.exit(f"bench: {' '.join(self.command)} gave no result:\n{errors[-2000:]}")
        for result in results:
            name = result["name"].split("/")[0]
            scale = {"ns": 1, "us": 1e3, "ms": 1e6}[result["time_unit"]]
            threads = 2 if name == "conditionPingPong" else result["threads"]
            # One thread: processor time, so that a busy machine does not count as ours. Several:
            # what each of them waits (Google Benchmark divides by the threads).
            alone = threads == 1 or name in OF_PROCESSOR
            time_ = result["cpu_time"] if alone else result["real_time"] * result["threads"]
            self.rounds.setdefault((name, threads), []).append(time_ * scale)

    def nanoseconds(self, name: str, threads: int | None) -> float | None:
        """`threads`: None where the benchmark is run with one number of them."""
        for (known, its_threads), rounds in self.rounds.items():
            if known == name and threads in (None, its_threads):
                several = its_threads > 1 or name in OF_PROCESSOR
                return statistics.median(rounds) if several else min(rounds)
        return None


class Valgrind(Variant):
    """A tool of Valgrind, in the first round."""

    def __init__(self, name: str, program: str) -> None:
        super().__init__(name, ["valgrind", "-q", f"--tool={name.lower()}", program], 0.05)

    def run(self, round_: int) -> None:
        for only in VALGRIND_FILTERS if round_ == 0 else []:
            command = [*self.command, *self.arguments, f"--benchmark_filter={only}"]
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, check=False, timeout=VALGRIND_SECONDS
                )
            except subprocess.TimeoutExpired:
                continue
            self.take(done.stdout, done.stderr)


def preloaded(build: pathlib.Path, folder: str) -> dict[str, str]:
    """What `gordian run` gives its child, without the wrapper: to measure the child alone."""
    return {
        "LD_PRELOAD": str(build / "lib/libgordian_runtime.so"),
        "GORDIAN_WRAPPED": "1",
        "GORDIAN_OUT": folder,
    }


def milliseconds(command: list[str], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=False)
    return (time.perf_counter() - started) * 1e3


def peak_memory(command: list[str], environment: dict[str, str]) -> float:
    """Peak resident size of one child, in MiB. What wait4() says counts what was there before exec,
    this interpreter, so the system is asked while the child runs; its peak never falls."""
    peak = 0
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    status = pathlib.Path(f"/proc/{child.pid}/status")
    while child.poll() is None:
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        peak = int(found[1]) if found else peak  # none: it is ending
        time.sleep(0.002)
    return peak / 1024


def start_up(gordian: str, folder: str, rounds: int) -> tuple[float, float]:
    plain, wrapped = [], []
    for number in range(rounds):
        plain.append(milliseconds(["/bin/true"], dict(os.environ)))
        command = [gordian, "run", f"--record={folder}/{number}", "--", "/bin/true"]
        wrapped.append(milliseconds(command, dict(os.environ)))
    return min(plain), min(wrapped)


def memory(build: pathlib.Path, folder: str) -> tuple[float, float]:
    command = [str(build / "bin/lock_benchmark"), "--benchmark_filter=thousandLocks$"]
    environment = dict(os.environ)
    plain = peak_memory(command, environment)
    return plain, peak_memory(command, environment | preloaded(build, folder))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="2 short rounds, to try the script")
    parser.add_argument("--load-rounds", type=int, default=5, help="of servers and tools")
    parser.add_argument("--no-peers", action="store_true", help="without Helgrind and DRD")
    parser.add_argument("--no-load", action="store_true", help="without servers and tools")
    options = parser.parse_args()
    rounds, seconds = (2, 0.01) if options.quick else (options.rounds, 0.1)

    described = machine.describe()
    build = options.build.resolve()
    gordian, program = str(build / "bin/gordian"), str(build / "bin/lock_benchmark")
    with tempfile.TemporaryDirectory() as folder:
        observed = [gordian, "run", "--quiet", "--fail-on=never", f"--record={folder}/bench-{{round}}"]
        observed.append("--")
        variants = [
            Variant("native", [program], seconds),
            Variant("gordian", [*observed, program], seconds),
            Variant("ThreadSanitizer", [f"{program}_tsan"], seconds),
        ]
        if shutil.which("valgrind") and not options.no_peers:
            variants += [Valgrind("Helgrind", program), Valgrind("DRD", program)]
        for number in range(rounds):
            for variant in variants:
                print(f"bench: round {number + 1} of {rounds}: {variant.name}", file=sys.stderr)
                variant.run(number)
        print("bench: start-up and memory", file=sys.stderr)
        start = start_up(gordian, folder, 5 if options.quick else 30)
        sizes = [("1,000 locks, 65,536 random pairs", *memory(build, folder), LOCKS)]
    loads = []
    if not options.no_load:
        import real_load  # needs the programs of `scripts/setup real`

        loads = real_load.measure(build, *((1, 1) if options.quick else (options.load_rounds, 5)))
        sizes += [
            (load.what.removesuffix(", requests/s"), load.peaks["native"], load.peaks["gordian"], load.locks)
            for load in loads
            if load.program and "16" not in load.what
        ]

    why = table.reasons(options.output)
    text = table.page(described, rounds, variants, start, sizes, loads, why)
    options.output.write_text(text, encoding="utf-8")
    print(text)
    print(f"bench: written to {options.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
