"""Cycles whose edges come from different runs: told where they can be, and only there.

usage: runs_test.py GORDIAN SOURCE_TREE VICTIM VICTIM_OF_ANOTHER_BUILD PYTHON
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import jsonschema

GORDIAN, SOURCE, VICTIM, OTHER_BUILD, PYTHON = sys.argv[1:6]
SCRIPT = pathlib.Path(__file__).resolve().with_name("victim.py")
SCHEMA = json.loads((pathlib.Path(SOURCE) / "docs/report.schema.json").read_text())
DIFFERENT = "the orders were seen in different runs"


class Runs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.count = 0

    def gordian(self, *words):
        return subprocess.run([GORDIAN, *map(str, words)], cwd=self.folder, text=True,
                              capture_output=True, timeout=120)

    def run_victim(self, *words, program=(VICTIM,)):
        self.count += 1
        folder = f"run-{self.count}"
        done = self.gordian("run", "--quiet", "--fail-on=never", f"--record={folder}", "--",
                            *program, *words)
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        return folder

    def report(self, *folders, options=()):
        self.done = self.gordian("report", *options, "--report=r.json", "--report=r.sarif", *folders)
        report = json.loads((self.folder / "r.json").read_text())
        jsonschema.Draft202012Validator(SCHEMA).validate(report)
        verified = self.gordian("verify", "r.json")
        self.assertNotEqual(verified.returncode, 1, verified.stdout)
        return report

    def halves(self, situation, options=(), program=(VICTIM,)):
        """What is told of two runs, each of which is innocent."""
        runs = [self.run_victim(situation, half, program=program) for half in ("there", "back")]
        for run in runs:
            self.assertEqual(self.report(run)["findings"], [], situation)
        return self.report(*runs, options=options)["findings"]

    def test_halves_of_different_runs_are_told(self):
        for situation in ("opposite", "pool", "member", "local", "own"):
            with self.subTest(situation):
                findings = self.halves(situation)
                self.assertEqual([f["confidence"] for f in findings], ["possible"], self.done.stdout)
                (finding,) = findings
                self.assertEqual(finding["id"], "GD101")
                self.assertIn(DIFFERENT, finding["reason"])
                self.assertEqual([run["command"][1:] for run in finding["runs"]],
                                 [[situation, "there"], [situation, "back"]])
                self.assertEqual([edge["run"]["name"] for edge in finding["edges"]],
                                 ["run 1", "run 2"])
                self.assertEqual(len(finding["processes"]), 2)

    def test_the_text_and_sarif_name_the_runs(self):
        self.halves("opposite")
        text = self.done.stdout
        self.assertIn("Different runs of the program took these two locks in opposite orders", text)
        self.assertRegex(text, r"\n  run 1 +process \d+: .* opposite there\n")
        self.assertRegex(text, r"\n  run 2 +process \d+: .* opposite back\n")
        self.assertLessEqual(text.split("\n\ngordian:")[0].count("\n"), 26, text)
        result = json.loads((self.folder / "r.sarif").read_text())["runs"][0]["results"][0]
        self.assertIn(DIFFERENT, result["message"]["text"])
        self.assertRegex(result["message"]["text"], "run 2: process .* opposite back")
        shown = self.gordian("show", result["partialFingerprints"]["gordian/v1"], "run-1", "run-2")
        self.assertRegex(shown.stdout, "run 1   process .*, begun 20")

    def test_the_innocent_twins_are_not_told(self):
        for situation in ("same", "gate", "guard", "main", "alone", "before", "unlike", "instances", "readers",
                          "wrapped", "given"):
            with self.subTest(situation):
                told = [finding["message"] for finding in self.halves(situation)]
                self.assertEqual(told, [], self.done.stdout)

    def test_runs_of_a_python_program(self):
        for situation, told in (("opposite", 1), ("pool", 1), ("gate", 0), ("member", 0), ("alone", 0)):
            with self.subTest(situation):
                findings = self.halves(situation, program=(PYTHON, SCRIPT))
                self.assertEqual([f["confidence"] for f in findings], ["possible"] * told, self.done.stdout)

    def test_three_runs_make_a_ring(self):
        runs = [self.run_victim("ring", half) for half in ("there", "back", "on")]
        self.assertEqual(self.report(*runs[:2])["findings"], [])
        (finding,) = self.report(*runs)["findings"]
        self.assertEqual(len(finding["edges"]), 3)
        self.assertEqual(len({edge["run"]["name"] for edge in finding["edges"]}), 3)

    def test_what_one_run_made_is_told_as_before(self):
        runs = [self.run_victim("both", "-"), self.run_victim("opposite", "there"),
                self.run_victim("opposite", "back")]
        (finding,) = self.report(*runs)["findings"]
        self.assertEqual(finding["confidence"], "likely")
        self.assertNotIn("runs", finding)

    def test_another_build_of_the_program_is_the_same_program(self):
        runs = [self.run_victim("pool", "there"),
                self.run_victim("pool", "back", program=(OTHER_BUILD,))]
        (finding,) = self.report(*runs)["findings"]
        self.assertNotEqual(*[run["command"][0] for run in finding["runs"]])

    def test_another_program_is_not(self):
        other = self.folder / "another"
        shutil.copy(OTHER_BUILD, other)
        runs = [self.run_victim("pool", "there"), self.run_victim("pool", "back", program=(other,))]
        self.assertEqual(self.report(*runs)["findings"], [])

    def test_strict_raises_and_merged_runs_say_the_same(self):
        runs = [self.run_victim("pool", half) for half in ("there", "back")]
        before = self.report(*runs)["findings"]
        self.assertEqual(self.gordian("merge", "-o", "all.gdr", *reversed(runs)).returncode, 0)
        self.assertEqual(self.report("all.gdr")["findings"], before)
        (strict,) = self.report("all.gdr", options=["--strict"])["findings"]
        self.assertEqual(strict["confidence"], "likely")

    def test_verify_looks_at_what_the_edges_show(self):
        self.halves("pool")
        report = json.loads((self.folder / "r.json").read_text())
        verified = self.gordian("verify", "r.json")
        self.assertIn("supported: its edges close", verified.stdout)

        def contradicted(change, part):
            changed = json.loads(json.dumps(report))
            change(changed["findings"][0])
            (self.folder / "changed.json").write_text(json.dumps(changed))
            done = self.gordian("verify", "changed.json")
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn(part, done.stdout)

        def gate(finding):
            for edge in finding["edges"]:
                edge["run"]["held"].append({"lock": "variable g", "mode": "exclusive"})

        def main(finding):
            for edge in finding["edges"]:
                edge["run"]["part"] = "main"

        def readers(finding):
            for edge in finding["edges"]:
                edge["mode"] = edge["held_mode"] = "shared"

        contradicted(gate, "gate lock variable g")
        contradicted(main, "one thread")
        contradicted(readers, "readers only")
        contradicted(lambda f: f.update(confidence="likely"), "no more")
        contradicted(lambda f: f["edges"][0]["run"].update(name="run 2"), "two or more")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[6:])
