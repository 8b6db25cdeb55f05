"""gordian check on a cluster: Slurm's daemons on this machine, two nodes, for this test alone.

usage: slurm_test.py, with the arguments of command_case.py
Skipped (status 77) without root or Slurm: scripts/setup slurm.
"""

import os
import shutil
import sys
import unittest

from command_case import GORDIAN, SOURCE, CheckTest

NEEDED = ("munged", "slurmctld", "slurmd", "srun", "sinfo")
PATH = f"{os.environ['PATH']}:/usr/sbin:/sbin"


class Slurm(CheckTest):
    def on_slurm(self, *words):
        return self.command([f"{SOURCE}/scripts/check-on-slurm", "--own", "2", *words],
                            GORDIAN=GORDIAN, PATH=PATH)

    def test_jobs_run_on_the_nodes(self):
        self.write("crash.c", "//! crash\n")
        self.database("a.c", "b.c", "c.c", "crash.c")
        done = self.on_slurm()
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("a cluster of 2 nodes is up", done.stderr)
        self.assertIn("reading it ended by signal 11", done.stdout)
        nodes = {line.split("\t")[1] for line in (self.folder / "read").read_text().splitlines()}
        self.assertTrue(nodes <= {"n1", "n2"} and nodes, nodes)
        self.assertEqual(self.read(), ["a.c", "b.c", "c.c"])
        (self.project / "crash.c").write_text("")
        self.database("a.c", "b.c", "c.c", "crash.c")
        done = self.on_slurm("-q")
        self.assertEqual((done.returncode, self.read()), (0, ["crash.c"]), done.stderr)


if __name__ == "__main__":
    if os.geteuid() != 0 or not all(shutil.which(name, path=PATH) for name in NEEDED):
        print("skipped: needs root and Slurm (scripts/setup slurm)")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
