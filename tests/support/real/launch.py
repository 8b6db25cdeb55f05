"""Starts a program as it is, under `gordian run`, or with the runtime preloaded for timing.

The three ways share one interface, so that a scenario cannot tell them apart.
"""

import contextlib
import dataclasses
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

SECONDS = 60  # longest life of one program, unless a Launch says otherwise


class Failed(Exception):
    """A program did not do what a scenario needs."""


class Missing(Exception):
    """A program is not installed."""


@dataclasses.dataclass
class Ended:
    """How a program ended and what it cost; `peak_kib` is that of its largest process."""

    status: int
    stdout: bytes
    stderr: bytes
    seconds: float
    cpu: float
    peak_kib: int


class Running:
    def __init__(self, command, folder, environment, user=None):
        # Files, not pipes: a full pipe would stop a program that nobody reads.
        self.stdout, self.stderr = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        self.peak_kib = 0
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self.stdout,
            stderr=self.stderr,
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def sample(self) -> None:
        """Largest memory so far. (A child's ru_maxrss begins with what this process had.)"""
        pids = [self.process.pid]
        for pid in pids:
            try:
                tasks = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            pids.extend(map(int, tasks))
            if peak := re.search(r"VmHWM:\s+(\d+)", status):
                self.peak_kib = max(self.peak_kib, int(peak[1]))

    def wait(self, seconds: float = SECONDS) -> Ended:
        deadline = time.monotonic() + seconds
        while True:
            self.sample()
            pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if pid != 0:
                break
            if time.monotonic() > deadline:
                os.killpg(self.process.pid, signal.SIGKILL)
                os.wait4(self.process.pid, 0)
                self.process.returncode = -signal.SIGKILL
                raise Failed(f"did not end within {seconds:.0f} s: {self.tail()}")
            time.sleep(0.005)
        took = time.monotonic() - self.started
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return Ended(
            self.process.returncode,
            self.read(self.stdout),
            self.read(self.stderr),
            took,
            usage.ru_utime + usage.ru_stime,
            self.peak_kib,
        )

    def tail(self) -> str:
        return self.read(self.stderr)[-2000:].decode(errors="replace")

    @staticmethod
    def read(file) -> bytes:
        file.seek(0)
        return file.read()


class Launch:
    def __init__(
        self, folder: pathlib.Path, prefix=lambda number: [], environment=None, seconds=SECONDS
    ):
        self.seconds = seconds  # longest life of one program
        self.folder = folder  # empty, for the program's files
        self.prefix = prefix  # of the number of the observed program
        self.environment = environment or {}
        self.observed: list[Ended] = []
        self.load_seconds = 0.0  # where the load of a server is what counts
        self.user = None  # whom the programs run as

    def become(self, user: str) -> None:
        """From now on programs run as `user`, where we may decide that."""
        if os.geteuid() != 0:
            return
        self.user = user
        shutil.chown(self.folder, user, user)
        self.folder.parent.chmod(0o777)  # a temporary folder: reports and recordings go there

    def spawn(self, command, observed: bool) -> Running:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}
        environment |= {"HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        prefix = []
        if observed:
            environment |= self.environment
            prefix = self.prefix(len(self.observed))
        if shutil.which(str(command[0])) is None:
            raise Missing(f"{command[0]} is missing; `scripts/setup real` installs it")
        words = [str(part) for part in [*prefix, *command]]
        return Running(words, self.folder, environment, self.user)

    def run(self, *command, status: int | None = 0) -> Ended:
        """Runs the program of the scenario to its end."""
        return self.expect(command, self.keep(self.spawn(command, True).wait(self.seconds)), status)

    def helper(self, *command, status: int | None = 0) -> Ended:
        """Runs something that is never observed: preparation, load, checks."""
        return self.expect(command, self.spawn(command, False).wait(self.seconds), status)

    def expect(self, command, ended: Ended, status: int | None) -> Ended:
        if status is not None and ended.status != status:
            text = (ended.stdout + ended.stderr)[-2000:].decode(errors="replace")
            raise Failed(f"{command[0]} ended with {ended.status}: {text}")
        return ended

    def keep(self, ended: Ended) -> Ended:
        self.observed.append(ended)
        return ended

    @contextlib.contextmanager
    def server(self, *command, stop, ready):
        """The server runs while the body does; `stop` is a signal or a function, `ready` a test."""
        running = self.spawn(command, True)
        try:
            until = time.monotonic() + 60
            while not ready():
                if running.process.poll() is not None or time.monotonic() > until:
                    raise Failed(f"{command[0]} did not start: {running.tail()}")
                time.sleep(0.02)
            started = time.monotonic()
            yield running
            self.load_seconds += time.monotonic() - started
            running.sample()
            stop() if callable(stop) else running.signal(stop)
            self.expect(command, self.keep(running.wait(self.seconds)), 0)
        finally:
            if running.process.returncode is None:
                os.killpg(running.process.pid, signal.SIGKILL)
                running.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int):
    """A test for Launch.server: something listens there."""

    def test() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    return test
