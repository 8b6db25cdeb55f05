"""Suppressions and baselines of `gordian run` and `gordian report`.

usage: suppressions_test.py, with the arguments of command_case.py
"""

import json
import pathlib
import sys
import unittest

import jsonschema

from command_case import SOURCE, CommandTest

SUPPRESS = """
[[suppress]]
id = "GD101"
edge = ["alice", "bob"]
reason = "the tellers never meet"
"""


class Suppression(CommandTest):
    def write(self, text, name="gordian.toml"):
        (self.folder / name).write_text(text)

    def test_what_is_suppressed_does_not_fail_and_is_counted(self):
        self.write(SUPPRESS)
        done = self.run_victim("deadlock", options=["--report=r.json", "--report=r.sarif"])
        self.one_line(done, 0, "0 findings, 1 suppressed")
        report = json.loads((self.folder / "r.json").read_text())
        schema = json.loads(pathlib.Path(SOURCE, "docs/report.schema.json").read_text())
        jsonschema.validate(report, schema)
        self.assertEqual(report["suppressed"][0]["suppression"],
                         {"kind": "file", "reason": "the tellers never meet"})
        result = json.loads((self.folder / "r.sarif").read_text())["runs"][0]["results"][0]
        self.assertEqual(result["suppressions"][0]["kind"], "external")

    def test_wrong_suppressions_are_notes_and_do_not_silence(self):
        self.write(SUPPRESS + "until = 2001-01-01\n")
        done = self.run_victim("deadlock", options=["-q"])
        self.assertEqual(done.returncode, 66)
        self.assertIn("gordian.toml:2:1: note: the suppression of GD101 of alice -> bob has "
                      "expired on 2001-01-01 [GD902 ", done.stderr)
        self.write(SUPPRESS.replace("bob", "b*"))
        self.assertIn("[GD903 ", self.run_victim("deadlock", options=["-q"]).stderr)

    def test_an_unused_one_is_told_by_report_alone(self):
        self.write(SUPPRESS.replace("bob", "carol"))
        done = self.run_victim("innocent", options=["--record=kept"])
        self.one_line(done, 0, "0 findings")
        done = self.gordian("report", "-q", "kept")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("note: nothing needs the suppression of GD101 of alice -> carol", done.stdout)

    def test_mistakes_in_it_are_named_with_their_line(self):
        for text, part in (("[[suppress]]\nreason = 'x'\n", ":1: a suppression needs an id"),
                           ("[[suppress]]\nid = 'GD999'\n", ":2: no finding has the id 'GD999'"),
                           ("[[suppress]]\nid = 'GD101'\n", ":1: the suppression of GD101 needs"),
                           (SUPPRESS + "until = 'soon'", ":6: 'soon' is no date"),
                           ("[[suppress]]\nid = 'GD101'\nedge = 3", ":3: 'suppress.edge' is not"),
                           ("suppress = [3]\n", "list of tables"),
                           ("[static]\nguard_majority = 0.1\n", "guard_majority is more than")):
            self.write(text)
            done = self.run_victim("innocent")
            self.assertEqual(done.returncode, 2, text)
            self.assertIn(part, done.stderr)
        self.write(SUPPRESS + 'owner = "dana"\ncolour = "red"\n[static]\nentry_points = ["f"]\n')
        done = self.run_victim("innocent")
        self.assertIn("unknown key 'suppress.colour'", done.stderr)
        self.assertEqual(done.stderr.count("ignored"), 1, done.stderr)

    def test_what_the_baseline_knows_does_not_fail(self):
        self.run_victim("deadlock", options=["--report=r.json"])
        finding = json.loads((self.folder / "r.json").read_text())["findings"][0]
        entry = {key: finding[key] for key in ("id", "fingerprint", "message")}
        version = self.gordian("--version").stdout.split()[1]
        baseline = {"schema": "gordian-baseline/1", "version": version, "findings": [entry]}
        self.write(json.dumps(baseline), "gordian-baseline.json")
        self.one_line(self.run_victim("deadlock"), 0, "0 findings, 1 known")
        self.one_line(self.run_victim("innocent"), 0, "0 findings\n")
        self.write(json.dumps({**baseline, "version": "0.0.1"}), "gordian-baseline.json")
        self.assertIn("written by version 0.0.1", self.run_victim("deadlock").stderr)
        self.write("[baseline]\nfile = 'b.json'\n")
        self.assertEqual(self.run_victim("deadlock").returncode, 66)
        self.write("{", "b.json")
        self.one_line(self.run_victim("deadlock"), 2, "b.json: parse error")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[6:])
