"""Processes that keep the processors busy on purpose, each for a bounded time and never alone."""

import contextlib
import os
import subprocess
import sys

# Works in bursts, so that it comes and goes at every moment of what runs beside it. Ends when its
# parent does.
BUSY = """
import os, random, sys, time
parent, until = int(sys.argv[1]), time.monotonic() + float(sys.argv[2])
while os.getppid() == parent and time.monotonic() < until:
    stop = time.monotonic() + random.uniform(0.005, 0.2)
    while time.monotonic() < stop:
        sum(range(1000))
    time.sleep(random.uniform(0, 0.02))
"""


@contextlib.contextmanager
def busy(processes: int, seconds: float):
    command = [sys.executable, "-c", BUSY, str(os.getpid()), str(seconds)]
    started = [subprocess.Popen(command) for _ in range(processes)]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()
