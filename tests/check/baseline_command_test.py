"""gordian baseline from the outside, and the scripts around gordian check.

usage: baseline_command_test.py, with the arguments of command_case.py
"""

import json
import os
import pathlib
import sys
import unittest

from command_case import GORDIAN, SOURCE, CheckTest

FINDING = {"id": "GD401", "message": "'Stats::hits' is written without 'Stats::m'", "confidence": "likely"}


class Baseline(CheckTest):
    def report(self, *fingerprints, known=(), gone=(), name="r.json"):
        def findings(digits):
            return [{**FINDING, "fingerprint": digit * 10} for digit in digits]

        self.write(name, json.dumps({
            "schema": "gordian-report/1", "findings": findings(fingerprints),
            "known": findings(known), "gone": findings(gone)}))

    def fingerprints(self, name="gordian-baseline.json"):
        baseline = json.loads((self.project / name).read_text())
        return [finding["fingerprint"][0] for finding in baseline["findings"]]

    def baseline(self, *words):
        return self.gordian("baseline", *words)

    def test_write_check_prune(self):
        self.report("1", "2")
        self.one_line(self.baseline("check", "r.json"), 2, "gordian baseline write makes it")
        self.one_line(self.baseline("prune", "r.json"), 2, "there is no 'gordian-baseline.json'")
        self.one_line(self.baseline("write", "r.json"), 0, "has 2 findings now, 2 of them new")
        self.one_line(self.baseline("check", "r.json"), 0, "0 new, 2 known, 0 gone")
        self.report("3", known="2", gone="1")
        done = self.baseline("check", "r.json")
        self.one_line(done, 1, "1 new, 1 known, 1 gone")
        self.assertEqual(done.stdout,
                         f"new: {FINDING['message']} [GD401 3333333333]\n"
                         f"gone: {FINDING['message']} [GD401 1111111111]\n")
        self.assertEqual(self.baseline("check", "--fail-on=proven", "r.json").returncode, 0)
        self.report(known="2", gone="1")
        self.assertEqual(self.baseline("check", "r.json").returncode, 0)
        self.assertEqual(self.baseline("check", "--ratchet", "r.json").returncode, 1)
        self.one_line(self.baseline("prune", "r.json"), 0, "has 1 finding now, 1 fewer")
        self.assertEqual(self.fingerprints(), ["2"])

    def test_several_reports_are_one(self):
        self.report("1", name="a.json")
        self.report("2", "1", name="b.json")
        self.baseline("write", "--file=b.txt", "a.json", "b.json")
        self.assertEqual(self.fingerprints("b.txt"), ["1", "2"])

    def test_configuration_names_the_file(self):
        self.write("sub/x")
        self.write("gordian.toml", "[baseline]\nfile = 'ci/known.json'\n")
        self.write("ci/x")
        self.report("1")
        done = self.gordian("baseline", "write", "../r.json", folder=self.project / "sub")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.fingerprints("ci/known.json"), ["1"])

    def test_own_notes_are_never_known(self):
        self.write("r.json", json.dumps({"schema": "gordian-report/1", "findings": [
            {**FINDING, "id": "GD901", "fingerprint": "1111111111"}]}))
        self.one_line(self.baseline("write", "r.json"), 0, "has 0 findings now")

    def test_what_is_wrong_is_named(self):
        self.one_line(self.baseline("write"), 2, "of which report?")
        self.one_line(self.baseline("write", "none.json"), 2, "cannot read 'none.json'")
        self.write("r.json", "{}")
        self.one_line(self.baseline("write", "r.json"), 2, "r.json: 'schema' is not a text")
        self.write("r.json", '{"schema": "x"}')
        self.one_line(self.baseline("write", "r.json"), 2, "its schema is not gordian-report/1")
        self.write("r.json", '{"schema": "gordian-report/1", "findings": [{"id": 3}]}')
        self.one_line(self.baseline("write", "r.json"), 2, "'id' is not a text")
        self.report("1")
        self.one_line(self.baseline("write", "--file=none/b.json", "r.json"), 2, "cannot write")
        self.assertEqual(self.gordian("baseline").returncode, 2)


class PreCommit(CheckTest):
    def hook(self, **variables):
        path = f"{pathlib.Path(GORDIAN).parent}:{os.environ['PATH']}"
        return self.command([f"{SOURCE}/scripts/pre-commit"], **{"PATH": path, **variables})

    def test_it_says_loudly_that_it_cannot_check(self):
        done = self.hook()
        self.assertEqual(done.returncode, 0)
        self.assertIn("NOT CHECKED: there is no compile_commands.json; make one: cmake", done.stderr)
        self.assertEqual(self.hook(GORDIAN_STRICT="1").returncode, 1)
        done = self.hook(PATH="/usr/bin:/bin")
        self.assertIn("NOT CHECKED: the command gordian is not in PATH", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
