"""What several programs work on, and what is compared."""

import functools
import hashlib
import pathlib
import random

from launch import Launch

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parents[2]
PYTHON = "/usr/bin/python3"


def digest(*parts: bytes) -> bytes:
    return b"\n".join(hashlib.sha256(part).hexdigest().encode() for part in parts)


@functools.cache
def words(megabytes: int) -> bytes:
    """Words from a seeded generator: compressible, the same everywhere."""
    source = random.Random(7)
    known = [f"{source.randrange(1 << 40):x}"[: source.randint(2, 9)] for _ in range(4000)]
    block = lambda: " ".join(source.choices(known, k=150_000))[: 1 << 20].ljust(1 << 20)
    return "".join(block() for _ in range(megabytes)).encode()


def text_file(launch: Launch, megabytes: int) -> pathlib.Path:
    path = launch.folder / "words.txt"
    path.write_bytes(words(megabytes))
    return path
