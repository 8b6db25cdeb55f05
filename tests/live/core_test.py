"""`--on-deadlock=abort` leaves a core in which every thread stands where it hangs.

usage: core_test.py GORDIAN VICTIM LINKED [unittest options]
"""

import os
import pathlib
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

GORDIAN = VICTIM = LINKED = ""
PATTERN = pathlib.Path("/proc/sys/kernel/core_pattern")
NT_PRSTATUS = 1
PT_NOTE = 4


def with_core():
    limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


def threads_in(core: bytes) -> int:
    """How many threads' registers the notes of a 64-bit core of this byte order hold."""
    count = 0
    start, size, number = (struct.unpack_from("<Q", core, 32)[0],
                           *struct.unpack_from("<HH", core, 54))
    for i in range(number):
        kind, _, offset, _, _, length = struct.unpack_from("<IIQQQQ", core, start + i * size)
        at, end = offset, offset + length
        while kind == PT_NOTE and at + 12 <= end:
            name, description, note = struct.unpack_from("<III", core, at)
            count += note == NT_PRSTATUS and core[at + 12 : at + 16] == b"CORE"
            at += 12 + (name + 3 & ~3) + (description + 3 & ~3)
    return count


class LeavesACore(unittest.TestCase):
    def setUp(self):
        pattern = PATTERN.read_text().strip()
        if pattern.startswith("|"):
            self.skipTest(f"cores go to a program: {pattern}")
        if "/" in pattern:
            self.skipTest(f"cores go to another folder: {pattern}")
        if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
            self.skipTest("no cores: the hard limit of their size is 0")
        folder = tempfile.TemporaryDirectory(prefix="gordian-core-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def end(self, command, **variables):
        own = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}
        return subprocess.run(command, cwd=self.folder, env={**own, **variables},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=100,
                              preexec_fn=with_core)

    def assert_core(self, program):
        cores = list(self.folder.glob("core*"))
        self.assertEqual(len(cores), 1, list(self.folder.iterdir()))
        self.assertGreaterEqual(threads_in(cores[0].read_bytes()), 3)
        if shutil.which("gdb") is None:
            print("gdb is not installed: the stacks in the core were not read", file=sys.stderr)
            return
        gdb = ["gdb", "-nx", "-q", "-batch", "-ex", "thread apply all bt", program, cores[0]]
        stacks = self.end(gdb).stdout.split("\nThread ")[1:]
        asking = [each for each in stacks if "pthread_mutex_lock" in each and "abba" in each]
        joining = [each for each in stacks if "main (" in each and "abba" in each]
        self.assertEqual((len(asking), len(joining)), (2, 1), stacks)

    def test_under_the_wrapper(self):
        done = self.end([GORDIAN, "run", "--on-deadlock=abort", "--", VICTIM, "abba"])
        self.assertIn("[GD201", done.stderr)
        self.assert_core(VICTIM)

    def test_linked(self):
        done = self.end([LINKED, "abba"], GORDIAN_ON_DEADLOCK="abort")
        self.assertEqual(done.returncode, -signal.SIGABRT, done.stderr)
        self.assert_core(LINKED)

    def test_no_core_with_exit(self):
        self.end([GORDIAN, "run", "--on-deadlock=exit", "--", VICTIM, "abba"])
        self.assertEqual(list(self.folder.glob("core*")), [])


if __name__ == "__main__":
    GORDIAN, VICTIM, LINKED = (str(pathlib.Path(name).resolve()) for name in sys.argv[1:4])
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
