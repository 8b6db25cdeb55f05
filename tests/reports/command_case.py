"""A command as a user types it, in a folder of its own.

The programs are the test's arguments: SOURCE_TREE GORDIAN VICTIM STATIC_VICTIM HOME. HOME has
lib/libgordian_runtime.so, a stand-in that records nothing; the victims leave recordings.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE, GORDIAN, VICTIM, STATIC_VICTIM, HOME = sys.argv[1:6]
HEADLINE = r"(?m)^/bank\.py:\d+:\d+: warning: .* \[GD101 [0-9a-f]{10}\]$"


class CommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}
        self.environment.update(GORDIAN_HOME=HOME)

    def gordian(self, *words, stdin=None, **variables):
        done = subprocess.run(
            [GORDIAN, *map(str, words)], cwd=self.folder, input=stdin, text=True,
            capture_output=True, env={**self.environment, **variables}, timeout=60)
        for text in (done.stdout, done.stderr):
            self.assertNotIn("\033", text)
        return done

    def run_victim(self, *words, options=(), **rest):
        return self.gordian("run", *options, "--", VICTIM, *words, **rest)

    def one_line(self, done, status, *parts):
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("gordian: "), done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)
