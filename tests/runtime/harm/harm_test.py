"""Each mode of a well-behaved program says and returns the same natively, under `gordian run`, and
linked to the runtime: no finding that is not true, no hang, nothing of ours in its output.

usage: harm_test.py GORDIAN PROGRAM LINKED [unittest options]
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

GORDIAN = PROGRAM = LINKED = ""

# What the runtime may say where it cannot do its work, in so many lines.
LINES = {
    "thousand-a-second": 1,  # of so many ended threads, only some are recorded
    "detached": 1,
    "copied-locks": 2,  # ever new locks that are taken in the same way; linked, that it is over
    "refused-early": 1,
    "refused-late": 2,
    "refused-files": 2,
    "unknown-early": 1,
    "unknown-late": 3,
    "read-only-before": 2,
    "no-shared-maps-before": 2,
    "changes-root": 2,
    "changes-user": 2,
    "few-files": 1,
    "little-memory": 8,
    "no-file-size": 2,
    "jumps-slow": 3,
    "jumps-then-forks": 3,
    "jumps-at-the-end": 3,
    "jumps-then-waits": 51,
}
# True: the thread that is joined did ask for the mutex, before it jumped.
TRUE = {"jumped-mutex": b"[GD105 ", "jumped-mutex-asleep": b"[GD105 "}
# What must be found.
FOUND = {"jumps-hot": b"[GD101 ", "full-recording": b"[GD101 "}
# The watchdog thread of a linked runtime counts: docs/limitations.md.
NOT_LINKED = {"unshare", "little-memory"}
NEEDS_ROOT = {"changes-root", "changes-user"}


class Harm(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-harm-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def execute(self, command, **variables):
        own = {k: v for k, v in os.environ.items() if not k.startswith(("GORDIAN_", "LD_"))}
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**own, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=100,
        )

    def assert_same(self, mode, native, other):
        self.assertEqual(
            (other.returncode, other.stdout), (native.returncode, native.stdout), other.stderr
        )
        said = other.stderr.splitlines()
        if mode in FOUND:
            self.assertEqual(
                other.stderr.count(b"[GD"), other.stderr.count(FOUND[mode]), said
            )
            self.assertIn(FOUND[mode], other.stderr)
            # Once when it stops, once in the report.
            self.assertLessEqual(other.stderr.count(b"File too large"), 2, said)
            return
        if mode in TRUE:
            self.assertEqual(other.stderr.count(b"[GD"), other.stderr.count(TRUE[mode]), said)
            return
        self.assertLessEqual(len(said), LINES.get(mode, 0), said)
        self.assertTrue(all(b"gordian: " in line for line in said), said)

    def modes(self):
        for mode in self.execute([PROGRAM, "--list"]).stdout.decode().split():
            if mode in NEEDS_ROOT and os.geteuid() != 0:
                continue
            native = self.execute([PROGRAM, mode])
            self.assertEqual(native.returncode, 0, native)
            yield mode, native

    def test_each_mode(self):
        records = self.folder / "linked"
        records.mkdir()
        wrapper = [GORDIAN, "run", "--quiet", "--fail-on=never"]
        for mode, native in self.modes():
            with self.subTest(mode=mode, how="gordian run"):
                record = f"--record={self.folder / mode}"
                self.assert_same(
                    mode, native, self.execute([*wrapper, record, "--", PROGRAM, mode])
                )
            if mode in NOT_LINKED:
                continue
            with self.subTest(mode=mode, how="linked"):
                variables = {"GORDIAN_OUT": str(records), "GORDIAN_FAIL_ON": "never"}
                self.assert_same(mode, native, self.execute([LINKED, mode], **variables))


if __name__ == "__main__":
    GORDIAN, PROGRAM, LINKED = (str(pathlib.Path(name).resolve()) for name in sys.argv[1:4])
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
