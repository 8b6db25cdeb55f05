"""Half of a cycle is seen in a run, the other half stands in the source only: both are joined.

usage: half_observed_test.py SOURCES GORDIAN CYCLE TWIN WORK

CYCLE and TWIN are bank.cpp, linked with audit.cpp and audit_in_order.cpp. Both run without an
argument, so neither audits.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import unittest

SOURCES, GORDIAN, CYCLE, TWIN, WORK = (pathlib.Path(word).resolve() for word in sys.argv[1:6])


class HalfObserved(unittest.TestCase):
    def setUp(self):
        self.work = WORK / self.id().rpartition(".")[2]
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)

    def gordian(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(GORDIAN), *words],
            cwd=self.work,
            text=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )

    def report(self, program: pathlib.Path, audit: str) -> tuple[int, dict, str]:
        """What is told when the facts of the source and the recording of a run are put together."""
        entries = [
            {
                "directory": str(self.work),
                "file": str(SOURCES / file),
                "arguments": ["c++", "-std=gnu++20", "-c", str(SOURCES / file)],
            }
            for file in ("bank.cpp", audit)
        ]
        (self.work / "compile_commands.json").write_text(json.dumps(entries))
        checked = self.gordian("check", "-p", ".", "-q", "--fail-on=never")
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
        run = self.gordian("run", "--record=runs", "--", str(program))
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)  # the run itself has no cycle
        told = self.gordian("report", "--with-static", ".gordian/check", "--report=half.json", "runs")
        report = json.loads((self.work / "half.json").read_text(encoding="utf-8"))
        return told.returncode, report, told.stdout + told.stderr

    def test_the_cycle_is_told(self):
        status, report, text = self.report(CYCLE, "audit.cpp")
        self.assertEqual(status, 1, text)
        self.assertEqual([one["id"] for one in report["findings"]], ["GD101"], text)
        finding = report["findings"][0]
        self.assertEqual(finding["origin"], "half-observed")
        self.assertEqual(finding["confidence"], "likely")
        counts = {(edge["held"], edge["acquired"]): edge["count"] for edge in finding["edges"]}
        seen = ("accounts.lock", "journal.lock")
        self.assertEqual(set(counts), {seen, seen[::-1]})
        self.assertEqual(counts[seen], 20)
        self.assertEqual(counts[seen[::-1]], 0)
        files = {
            pathlib.PurePath(frame["file"]).name
            for edge in finding["edges"]
            for frame in edge["acquired_at"]
            if frame.get("file")
        }
        self.assertLessEqual({"bank.cpp", "audit.cpp"}, files)

    def test_its_twin_is_silent(self):
        status, report, text = self.report(TWIN, "audit_in_order.cpp")
        self.assertEqual(status, 0, text)
        self.assertEqual(report["findings"], [], text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
