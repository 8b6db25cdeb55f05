"""What Gordian costs servers and tools that do real work: requests per second, or the time that a
fixed amount of work takes. Natively and under `gordian run` in turn; of the rounds the medians count.

Loopback only, bounded in amount; every file is in a temporary folder.
"""

import dataclasses
import os
import pathlib
import re
import signal
import statistics
import sys
import tempfile
import time
import typing

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests/support/real"))

import programs  # noqa: E402
from launch import Failed, Launch, answers, free_port  # noqa: E402

CONNECTIONS = 50
WARM = 640_000  # requests that a server has answered: it takes its locks in few ways that are new


@dataclasses.dataclass
class Load:
    what: str
    seconds: typing.Callable[[Launch, int], float]  # that an amount of work takes
    first: int  # amount, from which is found how much takes long enough
    is_rate: bool
    budget: float  # of the ratio to native: at least for a rate, at most for a time
    program: str = ""  # of a server whose memory is looked at
    amount: int = 0
    values: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    peaks: dict[str, float] = dataclasses.field(default_factory=dict)  # MiB
    locks: int = 0

    def median(self, way: str) -> float:
        return statistics.median(self.values[way])

    def ratios(self) -> list[float]:
        """Of each round: what ran one after the other."""
        return [ours / native for native, ours in zip(self.values["native"], self.values["gordian"])]


def server_of(wrapper: int, name: str) -> int:
    """The process called `name`: the one that was started, or its child."""
    children = pathlib.Path(f"/proc/{wrapper}/task/{wrapper}/children").read_text().split()
    for pid in [wrapper, *map(int, children)]:
        if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == name:
            return pid
    raise Failed(f"no process {name}")


def peak_mib(wrapper: int, name: str) -> float:
    status = pathlib.Path(f"/proc/{server_of(wrapper, name)}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def memcached(build: pathlib.Path, pipeline: int, peaks: dict, before: int):
    """`before`: so many requests were answered already when the load begins."""

    def seconds(launch: Launch, requests: int) -> float:
        port = free_port()
        command = ["memcached", "-l", "127.0.0.1", "-p", port, "-U", "0", "-t", "4", "-m", "64"]
        command += ["-u", "root"] if os.geteuid() == 0 else []
        load = [build / "bin/cache_load", port, requests, 2, CONNECTIONS, pipeline]
        with launch.server(*command, stop=signal.SIGTERM, ready=answers(port)) as running:
            if before:
                launch.helper(build / "bin/cache_load", port, before, 2, CONNECTIONS, 16)
            answered, took = map(float, launch.helper(*load).stdout.split())
            peaks["last"] = peak_mib(running.process.pid, "memcached")
        return took * requests / answered

    return seconds


def redis(pipeline: int, peaks: dict):
    def seconds(launch: Launch, requests: int) -> float:
        port = free_port()
        command = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", ""]
        command += ["--dir", launch.folder]
        load = ["redis-benchmark", "-p", port, "-c", CONNECTIONS, "-P", pipeline, "-t", "set"]
        load += ["-d", 100, "-r", 10_000, "--csv", "-n", requests]
        with launch.server(*command, stop=signal.SIGTERM, ready=answers(port)) as running:
            shown = launch.helper(*load).stdout.decode()
            peaks["last"] = peak_mib(running.process.pid, "redis-server")
        return requests / float(re.search(r'^"SET","([\d.]+)"', shown, re.M)[1])

    return seconds


def pbzip2(launch: Launch, megabytes: int) -> float:
    source = programs.text_file(launch, megabytes)
    return launch.run("pbzip2", "-p2", "-k", "-c", source).seconds


def mariadb(launch: Launch, events: int) -> float:
    took = 0.0

    def work(_, __, bench: list) -> None:
        nonlocal took
        launch.helper(*bench, "prepare")
        run = [*bench, "--threads=4", "--time=0"]
        launch.helper(*run, "--events=200", "run")  # caches
        started = time.monotonic()
        launch.helper(*run, f"--events={events}", "run")
        took = time.monotonic() - started

    programs.with_mariadb(launch, work)
    return took


def loads(build: pathlib.Path) -> list[Load]:
    made = []

    def add(name: str, when: str, program: str, pipeline: int, seconds, peaks: dict) -> None:
        how = f"{CONNECTIONS} connections" if pipeline == 1 else f"{pipeline} requests on their way in each"
        what = f"{name}, {how}{when}, requests/s"
        made.append(Load(what, seconds, 20_000 * pipeline, True, 0.97, program, peaks=peaks))

    for pipeline in (1, 16):
        for when, before in ((", its first seconds", 0), (f", after {WARM:,} requests", WARM)):
            peaks: dict[str, float] = {}
            add("memcached", when, "memcached", pipeline, memcached(build, pipeline, peaks, before), peaks)
    for pipeline in (1, 16):
        peaks = {}
        add("redis", "", "redis-server", pipeline, redis(pipeline, peaks), peaks)
    made.append(Load("pbzip2 -p2, s", pbzip2, 4, False, 1.03))
    made.append(Load("mariadb, sysbench with 4 threads, s", mariadb, 400, False, 1.03))
    return made


def measure(build: pathlib.Path, rounds: int, seconds: float) -> list[Load]:
    gordian = build / "bin/gordian"
    everything = loads(build)
    with tempfile.TemporaryDirectory(prefix="gordian-bench-") as folder:

        def one(load: Load, way: str, amount: int, number: int) -> float:
            observed = [gordian, "run", "--fail-on=never", f"--record={folder}/records{number}", "--"]
            prefix = observed if way == "gordian" else []
            with tempfile.TemporaryDirectory(dir=folder) as work:
                launch = Launch(pathlib.Path(work), prefix=lambda _: prefix)
                took = load.seconds(launch, amount)
            if load.program:
                load.peaks[way] = max(load.peaks.get(way, 0.0), load.peaks["last"])
            said = launch.observed[-1].stderr.decode(errors="replace")
            if locks := re.search(r"^gordian: [\d,]+ process.*?, ([\d,]+) locks", said, re.M):
                load.locks = max(load.locks, int(locks[1].replace(",", "")))
            return took

        for number in range(rounds):
            for index, load in enumerate(everything):
                print(f"bench: round {number + 1} of {rounds}: {load.what}", file=sys.stderr)
                if not load.amount:
                    took = one(load, "native", load.first, 0)
                    load.amount = max(1, round(load.first * seconds / took))
                ways = ["native", "gordian"]
                for way in ways if (number + index) % 2 == 0 else reversed(ways):
                    took = one(load, way, load.amount, number * 100 + index)
                    value = load.amount / took if load.is_rate else took
                    load.values.setdefault(way, []).append(value)
    return everything
