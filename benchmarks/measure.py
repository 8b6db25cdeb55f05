"""Runs the lock benchmark without and with Gordian, and its peers, in interleaved rounds.

Writes the table of docs/performance.md. Only ratios of one run mean anything: every variant of a
round runs right after the other, and over the rounds the minimum counts (for two threads, where the
minimum is luck, the median).
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import machine
import table

FILTERS = {"peers": "oneLock|nestedPair|thousandLocks$|privatePairs|contended|readers"}


class Variant:
    """One way of running the benchmark."""

    def __init__(self, name: str, command: list[str], seconds: float, only: str = "") -> None:
        self.name = name
        self.command = command
        self.arguments = ["--benchmark_format=json", f"--benchmark_min_time={seconds}"]
        if only:
            self.arguments.append(f"--benchmark_filter={only}")
        self.rounds: dict[str, list[float]] = {}
        self.threads: dict[str, int] = {}

    def run(self, round_: int) -> None:
        command = [word.replace("{round}", str(round_)) for word in self.command]
        done = subprocess.run(
            [*command, *self.arguments], capture_output=True, text=True, check=False
        )
        try:
            results = json.loads(done.stdout)["benchmarks"]
        except (ValueError, KeyError):
            sys.exit(f"bench: {' '.join(self.command)} gave no result:\n{done.stderr[-2000:]}")
        for result in results:
            name = result["name"].split("/")[0]
            scale = {"ns": 1, "us": 1e3, "ms": 1e6}[result["time_unit"]]
            self.threads[name] = 2 if name == "conditionPingPong" else result["threads"]
            # One thread: processor time, so that a busy machine does not count as ours. Two: what
            # each of them waits (Google Benchmark divides by the threads).
            alone = self.threads[name] == 1
            time_ = result["cpu_time"] if alone else result["real_time"] * result["threads"]
            self.rounds.setdefault(name, []).append(time_ * scale)

    def nanoseconds(self, name: str) -> float | None:
        rounds = self.rounds.get(name)
        if not rounds:
            return None
        return min(rounds) if self.threads[name] == 1 else statistics.median(rounds)


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
    """Peak resident size of one child, in MiB."""
    child = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    return usage.ru_maxrss / 1024


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
    parser.add_argument("--peers", action="store_true", help="also Helgrind and DRD")
    options = parser.parse_args()
    rounds, seconds = (2, 0.01) if options.quick else (options.rounds, 0.1)

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
        if options.peers:
            for tool in ("helgrind", "drd"):
                command = ["valgrind", "-q", f"--tool={tool}", program]
                variants.append(Variant(tool, command, 0.001, FILTERS["peers"]))
        for number in range(rounds):
            for variant in variants:
                print(f"bench: round {number + 1} of {rounds}: {variant.name}", file=sys.stderr)
                variant.run(number)
        print("bench: start-up and memory", file=sys.stderr)
        start = start_up(gordian, folder, 5 if options.quick else 30)
        sizes = memory(build, folder)

    text = table.page(machine.describe(), rounds, variants, start, sizes)
    options.output.write_text(text, encoding="utf-8")
    print(text)
    print(f"bench: written to {options.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
