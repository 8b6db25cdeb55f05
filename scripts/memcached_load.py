#!/usr/bin/python3
"""Starts memcached on a free loopback port and loads it from this process, checking every answer.

Bounded in count and time. Status: 0 when every answer was right and memcached ended well (66: well,
with findings), else 1. To observe memcached alone, and not this loader:
    memcached_load.py -- gordian run --
"""

import argparse
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connect(port: int, until: float) -> socket.socket:
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def client(
    number: int, port: int, requests: int, until: float, results, keys: int = 64
) -> None:
    """Sets, gets, increments and deletes its own keys; reports (right, wrong, first problem)."""
    right, wrong, problem = 0, 0, ""
    try:
        with connect(port, time.monotonic() + 15) as link, link.makefile("rwb") as stream:

            def ask(request: str, *answers: str) -> None:
                nonlocal right, wrong, problem
                stream.write(request.encode())
                stream.flush()
                for wanted in answers:
                    got = stream.readline().decode().rstrip("\r\n")
                    if got != wanted:
                        wrong += 1
                        problem = problem or f"{request!r}: wanted {wanted!r}, got {got!r}"
                        return
                right += 1

            for count in range(0, requests, 4):
                if time.monotonic() > until:
                    break
                key, value = f"key-{number}-{count % keys}", f"{count:08d}" * 8
                ask(f"set {key} 0 0 {len(value)}\r\n{value}\r\n", "STORED")
                ask(f"get {key}\r\n", f"VALUE {key} 0 {len(value)}", value, "END")
                ask(f"set n{number} 0 0 1\r\n7\r\n", "STORED")
                ask(f"incr n{number} {count}\r\n", str(7 + count))
    except OSError as error:
        wrong, problem = wrong + 1, str(error)
    results.put((right, wrong, problem))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--requests", type=int, default=5000, help="of each client")
    parser.add_argument("--seconds", type=float, default=60, help="stop asking after so long")
    parser.add_argument("--threads", type=int, default=4, help="of memcached")
    parser.add_argument("prefix", nargs="*", help="a command to start memcached with")
    options = parser.parse_args()

    port = free_port()
    command = [*options.prefix, "memcached", "-l", "127.0.0.1", "-p", str(port), "-U", "0"]
    command += ["-t", str(options.threads), "-m", "64"]
    if os.geteuid() == 0:
        command += ["-u", "root"]
    try:
        server = subprocess.Popen(command)
    except OSError as error:
        print(f"memcached_load: {command[0]}: {error.strerror}; scripts/setup demo installs it")
        return 1

    started = time.monotonic()
    until = started + options.seconds
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()
    clients = [
        context.Process(target=client, args=(number, port, options.requests, until, results))
        for number in range(options.clients)
    ]
    try:
        for process in clients:
            process.start()
        answers = [results.get() for _ in clients]
        for process in clients:
            process.join()
    finally:
        took = time.monotonic() - started
        server.send_signal(signal.SIGTERM)
        try:
            status = server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            status = server.wait()

    right, wrong = sum(answer[0] for answer in answers), sum(answer[1] for answer in answers)
    print(
        f"memcached: {options.clients} clients, {right} right answers, {wrong} wrong,"
        f" {took:.2f} s; server ended with status {status}"
    )
    for problem in filter(None, (answer[2] for answer in answers)):
        print(f"memcached_load: {problem}")
    return 0 if right and not wrong and status in (0, 66) else 1


if __name__ == "__main__":
    sys.exit(main())
