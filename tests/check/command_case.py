"""`gordian check` as a user types it, in a project of its own, with a stand-in for gordian-check.

The test's arguments: SOURCE_TREE GORDIAN FAKE_CHECKER
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE, GORDIAN, FAKE_CHECKER = sys.argv[1:4]


class CheckTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        home = self.folder / "home"
        (home / "bin").mkdir(parents=True)
        (home / "bin/gordian-check").symlink_to(FAKE_CHECKER)
        self.project = self.folder / "project"
        self.project.mkdir()
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("GORDIAN_")}
        self.environment.update(GORDIAN_HOME=str(home))

    def write(self, name, text=""):
        file = self.project / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def database(self, *names, at="compile_commands.json"):
        """Every source also notes that it was read."""
        entries = []
        for name in names:
            file = self.project / name
            if not file.exists():
                self.write(name)
            if "//! trace" not in file.read_text():
                file.write_text(f"{file.read_text()}\n//! trace {self.folder}/read\n")
            entries.append({"directory": str(self.project), "file": name, "command": f"cc -c {name}"})
        self.write(at, json.dumps(entries))

    def read(self):
        """The sources that were read since the last call, sorted."""
        trace = self.folder / "read"
        lines = trace.read_text().splitlines() if trace.exists() else []
        trace.unlink(missing_ok=True)
        return sorted(line.split("\t")[0] for line in lines)

    def command(self, words, folder=None, **variables):
        done = subprocess.run(
            [str(word) for word in words], cwd=folder or self.project, text=True, timeout=120,
            stdin=subprocess.DEVNULL, capture_output=True, env={**self.environment, **variables})
        for text in (done.stdout, done.stderr):
            self.assertNotIn("\033", text)
        return done

    def gordian(self, *words, **rest):
        return self.command([GORDIAN, *words], **rest)

    def check(self, *words, **rest):
        return self.gordian("check", *words, **rest)

    def one_line(self, done, status, *parts):
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("gordian: "), done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)
