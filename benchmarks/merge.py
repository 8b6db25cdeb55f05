"""Merges and judges thousands of recordings, and writes the table between the markers of a page.

A few of the test programs are recorded once each; every recording is then copied under other process
ids and start times, so that each copy is a process of its own. What is merged in another order and
grouping must give the same bytes, and the merged file the report of the single files.
"""

import argparse
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import time

import machine
import table

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "tests/support"))
import page_section  # noqa: E402

PROGRAMS = [
    "01_abba_deadlock.cpp",
    "01_abba_nodeadlock.cpp",
    "02_gate_lock_nodeadlock.cpp",
    "10_cycle_of_three_deadlock.cpp",
    "14_philosophers_deadlock.cpp",
    "161_condition_awaited_nodeadlock.cpp",
]
SIZES = [100, 1_000, 10_000]
BUDGET_S = 60
HEADER = struct.Struct("<8s6I2Q12s")  # of a recording, before its checksum


def crc32c(data: bytes) -> int:
    state = 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ (0x82F63B78 if state & 1 else 0)
    return ~state & 0xFFFFFFFF


def as_process(recording: bytes, pid: int, started: int) -> bytes:
    fields = list(HEADER.unpack_from(recording))
    fields[5], fields[7] = pid, started
    header = HEADER.pack(*fields)
    return header + struct.pack("<I", crc32c(header)) + recording[HEADER.size + 4 :]


class Measured:
    """Seconds by the wall clock and of processors, and peak memory of a command."""

    def __init__(self, command: list, statuses: tuple) -> None:
        begin = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - begin
        self.processor = usage.ru_utime + usage.ru_stime
        self.mebibytes = usage.ru_maxrss / 1024
        if child.returncode not in statuses:
            sys.exit(f"bench: {command[:3]} ended with {child.returncode}")

    def cells(self) -> list[str]:
        return [f"{self.seconds:.2f}", f"{self.processor:.2f}", f"{self.mebibytes:,.0f}"]


def record(gordian: pathlib.Path, folder: pathlib.Path) -> list[bytes]:
    recordings = []
    for number, name in enumerate(PROGRAMS):
        program = folder / pathlib.Path(name).stem
        source = ROOT / "tests/programs" / name
        compiler = os.environ.get("CXX", "c++")
        subprocess.run(
            [compiler, "-std=c++20", "-g", "-pthread", "-o", program, source], check=True
        )
        runs = folder / f"recorded-{number}"
        subprocess.run(
            [gordian, "run", "--quiet", "--fail-on=never", f"--record={runs}", "--", program],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        recordings += [file.read_bytes().rstrip(b"\0") for file in runs.glob("*.gdr")]
    return recordings


def spread(recordings: list[bytes], count: int, folder: pathlib.Path) -> list[pathlib.Path]:
    folder.mkdir()
    files = []
    for number in range(count):
        pid, started = 1_000 + number, 10**18 + number * 10**6
        files.append(folder / f"{pid}-{started}.gdr")
        content = as_process(recordings[number % len(recordings)], pid, started)
        files[-1].write_bytes(content + bytes(-len(content) % 8))
    return files


def report(gordian, inputs: list, output: pathlib.Path) -> Measured:
    return Measured([gordian, "report", "--quiet", f"--report={output}", *inputs], (0, 1))


def merge(gordian, inputs: list, output: pathlib.Path) -> Measured:
    return Measured([gordian, "merge", "-o", output, *inputs], (0,))


def require_same(one: pathlib.Path, other: pathlib.Path) -> None:
    if one.read_bytes() != other.read_bytes():
        sys.exit(f"bench: {one} and {other} differ")


def measure(gordian: pathlib.Path, recordings: list[bytes], count: int, folder) -> list[str]:
    files = spread(recordings, count, folder / f"all-{count}")
    size = sum(file.stat().st_size for file in files) / 2**20
    merged = folder / f"merged-{count}"
    merging = merge(gordian, [files[0].parent], merged)
    apart = report(gordian, [files[0].parent], folder / "apart.json")
    together = report(gordian, [merged], folder / "together.json")
    require_same(folder / "apart.json", folder / "together.json")

    halves = [folder / f"half-{count}-{number}" for number in (0, 1)]
    merge(gordian, files[::-2] + [files[0]], halves[0])
    merge(gordian, files[: count // 2 * 2 : 2] + files[1::3], halves[1])
    merge(gordian, [halves[1], halves[0], halves[1], *files[::7], *files[-1:]], folder / "again")
    require_same(merged, folder / "again")
    (folder / "again").unlink()

    findings = json.loads((folder / "apart.json").read_text())["summary"]["findings"]
    if count == max(SIZES) and max(merging.seconds, apart.seconds, together.seconds) > BUDGET_S:
        print(f"bench: {count} recordings took more than {BUDGET_S} s", file=sys.stderr)
    return [f"{count:,}", f"{size:,.0f}", *merging.cells(), *apart.cells(), *together.cells(),
            str(findings)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gordian", type=pathlib.Path, required=True)
    parser.add_argument("--page", type=pathlib.Path, required=True)
    options = parser.parse_args()
    described = ", ".join(value for name, value in machine.describe() if "load" not in name)
    cost = ["processor, s", "peak, MiB"]
    lines = [["recordings", "MiB", "`merge`, s", *cost, "`report` of the files, s", *cost,
              "`report` of the merged file, s", *cost, "findings"]]
    gordian = options.gordian.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        recordings = record(gordian, folder)
        lines += [measure(gordian, recordings, count, folder) for count in SIZES]
    text = "\n".join([f"Measured on {described}. Wall clock.", "", *table.markdown(lines)])
    page_section.write(options.page, "merge", text)
    print(text)


if __name__ == "__main__":
    main()
