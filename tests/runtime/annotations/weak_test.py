"""An annotated program without the runtime: it runs, and wants nothing of ours.

usage: weak_test.py PROGRAM
"""

import subprocess
import sys

PROGRAM = sys.argv[1]
subprocess.run([PROGRAM], check=True, timeout=60)
lines = subprocess.run(["nm", PROGRAM], capture_output=True, text=True, check=True).stdout
ours = [line.split() for line in lines.splitlines() if " gordian_" in line]
strong = [words for words in ours if words[-2] != "w"]
assert not strong, f"not weak: {strong}"
dynamic = subprocess.run(["readelf", "-d", PROGRAM], capture_output=True, text=True, check=True)
assert "gordian" not in dynamic.stdout, dynamic.stdout
