"""Describes the machine that measured: without that, no number means anything."""

import datetime
import os
import pathlib
import platform
import re
import subprocess


def first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "unknown"
    return (done.stdout.splitlines() or ["unknown"])[0]


def distribution() -> str:
    release = pathlib.Path("/etc/os-release")
    text = release.read_text() if release.exists() else ""
    names = re.findall(r'^PRETTY_NAME="?(.*?)"?$', text, re.M)
    return names[0] if names else platform.system()


def describe() -> list[tuple[str, str]]:
    cpu = re.findall(r"^model name\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    return [
        ("date", datetime.date.today().isoformat()),
        ("processor", f"{cpu[0] if cpu else platform.machine()}, {os.cpu_count()} cores"),
        ("system", f"{distribution()}, kernel {platform.release()}"),
        ("C library", " ".join(platform.libc_ver())),
        ("compiler", first_line("c++", "--version")),
        ("load at the start", f"{os.getloadavg()[0]:.1f}"),
    ]
