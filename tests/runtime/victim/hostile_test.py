"""Unfriendly surroundings: the program's output and status stay what they are without Gordian.

usage: hostile_test.py GORDIAN VICTIM [unittest options]
"""

import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import unittest

GORDIAN = ""
VICTIM = ""
JEMALLOC = pathlib.Path("/usr/lib") / f"{os.uname().machine}-linux-gnu" / "libjemalloc.so.2"


def limited(kind: int, soft: int):
    """For preexec_fn: a lower soft limit."""
    return lambda: resource.setrlimit(kind, (soft, resource.getrlimit(kind)[1]))


class Hostile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-hostile-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.recordings = self.folder / "recordings"
        self.environment = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith("GORDIAN_") and key != "LD_PRELOAD"
        }

    def execute(self, command, **options):
        return subprocess.run(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=120,
            **{"env": self.environment, "stderr": subprocess.PIPE, **options},
        )

    def observed(self, command, **options):
        wrapper = [GORDIAN, "run", "--quiet", f"--record={self.recordings}", "--"]
        return self.execute(wrapper + command, **options)

    def assert_same(self, mode, lines=0, prefix=(), **options):
        """As natively, and at most so many lines of Gordian's."""
        command = [*prefix, VICTIM, mode]
        native = self.execute(command, **options)
        under = self.observed(command, **options)
        self.assertEqual(native.returncode, 0, native.stderr)
        self.assertIn(b"done\n", native.stdout)
        self.assertEqual((under.returncode, under.stdout), (0, native.stdout), under.stderr)
        said = (under.stderr or b"").splitlines()
        self.assertLessEqual(len(said), lines, said)
        return said

    def preloaded(self, mode, *libraries, **environment):
        """The runtime without its wrapper, where others are preloaded too."""
        runtime = pathlib.Path(GORDIAN).resolve().parent.parent / "lib/libgordian_runtime.so"
        names = {"RUNTIME": str(runtime), "JEMALLOC": str(JEMALLOC)}
        self.recordings.mkdir(exist_ok=True)
        environment = {"GORDIAN_OUT": str(self.recordings), **environment}
        preload = ":".join(names[library] for library in libraries)
        return self.execute(
            [VICTIM, mode],
            env={**self.environment, "GORDIAN_WRAPPED": "1", "LD_PRELOAD": preload, **environment},
        )

    def test_verbose_says_where_a_process_records(self):
        done = self.preloaded("pairs", "RUNTIME", GORDIAN_VERBOSE="1")
        self.assertEqual(done.returncode, 0)
        recording = next(self.recordings.glob("*.gdr"))
        self.assertIn(f"records to {recording}".encode(), done.stderr)

    # What programs do

    def test_children_of_every_kind(self):
        for mode in ("vfork", "spawn", "system"):
            with self.subTest(mode=mode):
                self.assertEqual(self.assert_same(mode), [])

    def test_a_daemon_goes_on_after_its_parent(self):
        # Its output ends when the daemon does: reading to the end waits for it.
        self.assertEqual(self.assert_same("daemon"), [])

    def test_a_thousand_threads_come_and_go(self):
        self.assertEqual(self.assert_same("threads"), [])

    def test_a_lock_call_is_no_cancellation_point(self):
        self.assertEqual(self.assert_same("cancel"), [])

    def test_file_numbers_are_the_programs(self):
        for mode in ("descriptor", "few-descriptors"):
            with self.subTest(mode=mode):
                self.assert_same(mode)

    def test_a_program_that_closes_every_file_is_still_recorded(self):
        self.assertEqual(self.assert_same("close-all"), [])

    def test_a_file_that_got_the_number_of_the_recording_is_left_alone(self):
        self.assertEqual(self.assert_same("reuse"), [])

    # What runs out

    def test_little_memory(self):
        self.assert_same("little-memory", lines=1)

    def test_small_files_only(self):
        for size in (0, 4096, 100_000, 400_000):
            with self.subTest(size=size):
                limit = limited(resource.RLIMIT_FSIZE, size)
                said = self.assert_same("pairs", lines=2, preexec_fn=limit)
                self.assertTrue(any(b"File too large" in line for line in said), said)

    def test_small_files_only_in_a_new_folder(self):
        """Where the folder's .gitignore cannot be written either."""
        for mode in ("pairs", "descriptor"):
            limit = limited(resource.RLIMIT_FSIZE, 0)
            command = [GORDIAN, "run", "--quiet", "--", VICTIM, mode]
            done = self.execute(command, preexec_fn=limit)
            with self.subTest(mode=mode):
                self.assertEqual(done.returncode, 0, done)
                self.assertIn(b"done\n", done.stdout)
                self.assertEqual(done.stderr.count(b"File too large"), 1, done.stderr)
                self.assertLessEqual(done.stderr.count(b"\n"), 2, done.stderr)
            self.assertFalse((self.folder / ".gordian/.gitignore").exists())
        self.execute([GORDIAN, "run", "--quiet", "--", VICTIM, "descriptor"])
        self.assertEqual((self.folder / ".gordian/.gitignore").read_bytes(), b"*\n")

    def test_few_open_files(self):
        limit = limited(resource.RLIMIT_NOFILE, 64)
        self.assertEqual(self.assert_same("descriptor", preexec_fn=limit), [])

    def test_full_disk(self):
        self.recordings.mkdir()
        options = ["-t", "tmpfs", "-o", "size=400k", "none", str(self.recordings)]
        mounted = subprocess.run(["mount", *options], capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("mounting a small file system needs root")
        self.addCleanup(subprocess.run, ["umount", str(self.recordings)], check=True)
        said = self.assert_same("pairs", lines=1)
        self.assertIn(b"No space left on device", said[0])
        (recording,) = self.recordings.glob("*.gdr")
        read = self.execute([GORDIAN, "report", str(recording)])
        self.assertEqual(read.returncode, 0, read.stderr)
        recording.unlink()
        (self.recordings / "fill").write_bytes(bytes(300_000))
        said = self.assert_same("pairs", lines=2)
        self.assertIn(b"No space left on device", said[0])
        self.assertEqual(list(self.recordings.glob("*.gdr")), [], "no empty recording is left")

    def test_folder_that_cannot_be_written(self):
        done = self.preloaded("pairs", "RUNTIME", GORDIAN_OUT="/proc/nothing")
        self.assertEqual((done.returncode, done.stdout), (0, b"done\n"))
        self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
        self.assertIn(b"/proc/nothing", done.stderr)
        refused = self.execute([GORDIAN, "run", "--record=/proc/nothing", "--", VICTIM, "pairs"])
        self.assertEqual((refused.returncode, refused.stdout), (2, b""))
        self.assertEqual(refused.stderr.count(b"\n"), 1, refused.stderr)

    # Who listens

    def test_closed_stderr(self):
        for mode in ("descriptor", "pairs"):
            with self.subTest(mode=mode):
                self.assert_same(mode, stderr=None, preexec_fn=lambda: os.close(2))

    def test_a_reader_of_stderr_that_went_away(self):
        for environment in ({}, {"GORDIAN_OUT": "/proc/nothing"}):
            reading, writing = os.pipe()
            os.close(reading)
            preload = str(pathlib.Path(GORDIAN).resolve().parent.parent)
            environment = {
                **self.environment,
                **environment,
                "GORDIAN_WRAPPED": "1",
                "LD_PRELOAD": f"{preload}/lib/libgordian_runtime.so",
            }
            done = self.execute([VICTIM, "pairs"], env=environment, stderr=writing)
            os.close(writing)
            self.assertEqual((done.returncode, done.stdout), (0, b"done\n"))

    def test_a_report_that_nobody_reads(self):
        reading, writing = os.pipe()
        os.close(reading)
        command = [GORDIAN, "run", f"--record={self.recordings}", "--", VICTIM, "pairs"]
        # Python ignores SIGPIPE; a shell does not.
        done = self.execute(
            command,
            stderr=writing,
            preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL),
        )
        os.close(writing)
        self.assertEqual((done.returncode, done.stdout), (0, b"done\n"))

    # Who else is preloaded

    @unittest.skipUnless(JEMALLOC.exists(), "libjemalloc2 is not installed")
    def test_jemalloc_on_either_side(self):
        for order in (("RUNTIME", "JEMALLOC"), ("JEMALLOC", "RUNTIME")):
            for mode in ("pairs", "threads", "vfork", "daemon"):
                with self.subTest(order=order, mode=mode):
                    native = self.execute([VICTIM, mode])
                    done = self.preloaded(mode, *order)
                    self.assertEqual((done.returncode, done.stdout), (0, native.stdout))
                    self.assertEqual(done.stderr, b"")
            self.assertTrue(list(self.recordings.glob("*.gdr")), "it was observed")

    @unittest.skipUnless(JEMALLOC.exists(), "libjemalloc2 is not installed")
    def test_jemalloc_under_the_wrapper(self):
        self.environment["LD_PRELOAD"] = str(JEMALLOC)
        self.assertEqual(self.assert_same("threads"), [])


if __name__ == "__main__":
    GORDIAN, VICTIM = (str(pathlib.Path(name).resolve()) for name in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
