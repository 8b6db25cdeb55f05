"""Others that look into the program or replace its parts, and places where parts of the system are
missing: the program says and returns what it does without Gordian.

usage: company_test.py GORDIAN SURROUNDINGS [unittest options]
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

GORDIAN = SURROUNDINGS = ""
LIBRARIES = pathlib.Path("/usr/lib") / f"{os.uname().machine}-linux-gnu"
ALLOCATORS = [LIBRARIES / "libjemalloc.so.2", LIBRARIES / "libtcmalloc_minimal.so.4"]
STATIC_ALLOCATORS = [LIBRARIES / "libjemalloc_pic.a", LIBRARIES / "libtcmalloc_minimal.a"]
HEAPTRACK = pathlib.Path("/usr/lib/heaptrack/libheaptrack_preload.so")
SOURCE = pathlib.Path(__file__).resolve().parent / "ends.cpp"


def mounts() -> bool:
    return subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0


class Company(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gordian-harm-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        record = f"--record={self.folder / 'records'}"
        self.wrapper = [GORDIAN, "run", "--quiet", "--fail-on=never", record, "--"]

    def execute(self, command, **variables):
        own = {k: v for k, v in os.environ.items() if not k.startswith(("GORDIAN_", "LD_"))}
        return subprocess.run(
            [str(part) for part in command],
            cwd=self.folder,
            env={**own, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=100,
        )

    def assert_done(self, done, wanted=b"done\n"):
        self.assertEqual((done.returncode, done.stderr), (0, b""), done)
        self.assertIn(wanted, done.stdout)

    def preloaded(self, *libraries, **variables):
        """The runtime without its wrapper."""
        runtime = pathlib.Path(GORDIAN).resolve().parent.parent / "lib/libgordian_runtime.so"
        names = [str(runtime if library is None else library) for library in libraries]
        variables |= {"GORDIAN_OUT": str(self.folder), "GORDIAN_WRAPPED": "1"}
        return self.execute([SURROUNDINGS, "usual"], LD_PRELOAD=":".join(names), **variables)

    def allocators(self):
        found = [library for library in ALLOCATORS if library.exists()]
        if not found:
            self.skipTest("libjemalloc2 and libtcmalloc-minimal4 are not installed")
        return found

    def test_allocators_preloaded_on_either_side(self):
        for allocator in self.allocators():
            with self.subTest(allocator=allocator.name):
                for order in ((None, allocator), (allocator, None)):
                    self.assert_done(self.preloaded(*order))
                command = [*self.wrapper, SURROUNDINGS, "usual"]
                self.assert_done(self.execute(command, LD_PRELOAD=str(allocator)))

    def test_allocators_linked_into_the_program(self):
        """Shared, and static, where `free` and `operator delete` never leave the program."""
        compiler = shutil.which("g++")
        if compiler is None:
            self.skipTest("no compiler")
        static = [library for library in STATIC_ALLOCATORS if library.exists()]
        runtime = pathlib.Path(GORDIAN).resolve().parent.parent / "lib/libgordian_runtime.so"
        options = ["-std=c++20", "-D_GNU_SOURCE", "-g", "-O1", "-Wl,--no-as-needed"]
        for allocator in [*self.allocators(), *static]:
            with self.subTest(allocator=allocator.name):
                program = self.folder / f"with-{allocator.name}"
                linked = self.folder / f"linked-with-{allocator.name}"
                build = [compiler, *options, SOURCE, allocator, "-lpthread", "-ldl", "-o"]
                self.assert_done(self.execute([*build, program]), b"")
                ours = [runtime, f"-Wl,-rpath,{runtime.parent}"]
                self.assert_done(self.execute([*build, linked, *ours]), b"")
                for mode in ("exit", "early", "throws"):
                    native = self.execute([program, mode])
                    self.assertEqual(native.returncode, 0, native)
                    for done in (
                        self.execute([*self.wrapper, program, mode]),
                        self.execute([linked, mode], GORDIAN_OUT=str(self.folder)),
                    ):
                        self.assertEqual(
                            (done.returncode, done.stdout, done.stderr), (0, native.stdout, b"")
                        )

    @unittest.skipUnless(HEAPTRACK.exists(), "heaptrack is not installed")
    def test_heaptrack_on_either_side(self):
        for order in ((None, HEAPTRACK), (HEAPTRACK, None)):
            output = self.folder / "heap"
            self.assert_done(self.preloaded(*order, DUMP_HEAPTRACK_OUTPUT=str(output)))
            self.assertGreater(output.stat().st_size, 0)

    def test_another_library_with_constructors_on_either_side(self):
        compiler = shutil.which("cc")
        if compiler is None:
            self.skipTest("no compiler")
        source = self.folder / "early.c"
        source.write_text(
            "#include <pthread.h>\n"
            "static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;\n"
            "static void* both(void* x) { pthread_mutex_lock(&a); pthread_mutex_lock(&b);\n"
            "  pthread_mutex_unlock(&b); pthread_mutex_unlock(&a); return x; }\n"
            "static void use(void) { pthread_t t; both(0);\n"
            "  if (pthread_create(&t, 0, both, 0) == 0) pthread_join(t, 0); }\n"
            "__attribute__((constructor(101))) static void early(void) { use(); }\n"
            "__attribute__((destructor(101))) static void late(void) { use(); }\n"
        )
        library = self.folder / "early.so"
        self.assert_done(self.execute([compiler, "-shared", "-fPIC", source, "-o", library]), b"")
        for order in ((None, library), (library, None)):
            self.assert_done(self.preloaded(*order))

    @unittest.skipUnless(shutil.which("strace"), "strace is not installed")
    def test_traced_inside_and_outside(self):
        trace = ["strace", "-f", "-o", "trace"]
        self.assert_done(self.execute([*self.wrapper, *trace, SURROUNDINGS, "usual"]))
        self.assert_done(self.execute([*trace, *self.wrapper, SURROUNDINGS, "usual"]))

    @unittest.skipUnless(shutil.which("gdb"), "gdb is not installed")
    def test_debugged(self):
        gdb = ["gdb", "-nx", "-q", "-batch", "-ex", "run", "--args"]
        done = self.execute([*self.wrapper, *gdb, SURROUNDINGS, "usual"])
        self.assertEqual(done.returncode, 0, done)
        self.assertIn(b"done\n", done.stdout)
        self.assertIn(b"exited normally", done.stdout)
        self.assertNotIn(b"[GD", done.stderr)

    @unittest.skipUnless(mounts(), "name spaces need root")
    def test_where_parts_of_the_system_are_missing(self):
        program = [SURROUNDINGS, "usual"]
        no_proc = ["unshare", "-m", "sh", "-c", 'umount -l /proc && exec "$@"', "sh"]
        no_dev = ["unshare", "-m", "sh", "-c", 'mount -t tmpfs none /dev && exec "$@"', "sh"]
        for inner in (["unshare", "-pf"], ["unshare", "-pf", "--mount-proc"], no_proc, no_dev):
            with self.subTest(inner=inner):
                self.assert_done(self.execute([*self.wrapper, *inner, *program]))
        self.assert_done(self.execute([*no_dev, *self.wrapper, *program]))
        home = str(pathlib.Path(GORDIAN).resolve().parent.parent)
        self.assert_done(self.execute([*no_proc, *self.wrapper, *program], GORDIAN_HOME=home))
        refused = self.execute([*no_proc, *self.wrapper, *program])
        self.assertEqual((refused.returncode, refused.stdout), (2, b""))
        self.assertIn(b"GORDIAN_HOME", refused.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "making a setuid program needs root")
    def test_a_setuid_program_is_left_alone(self):
        program = pathlib.Path("/var/tmp") / self.folder.name
        shutil.copy(SURROUNDINGS, program)
        self.addCleanup(program.unlink)
        program.chmod(0o4755)
        self.folder.chmod(0o777)
        user = ["setpriv", "--reuid=65534", "--clear-groups"]
        done = self.execute([*self.wrapper, *user, program, "usual"])
        self.assertEqual((done.returncode, done.stdout), (0, b"done\n"), done.stderr)
        self.assertNotIn(b"[GD", done.stderr)

    def test_sanitizers_of_both_compilers(self):
        for compiler in filter(shutil.which, ("g++", "clang++")):
            for sanitizer in ("address", "undefined", "thread"):
                program = self.folder / f"{compiler}-{sanitizer}"
                options = ["-std=c++20", "-D_GNU_SOURCE", "-g", "-O1", f"-fsanitize={sanitizer}"]
                made = self.execute([compiler, *options, SOURCE, "-o", program, "-lpthread"])
                # ThreadSanitizer itself waits for ever where a once routine throws.
                modes = ["exit", "early"] + ["throws"] * (sanitizer != "thread")
                for mode in modes if made.returncode == 0 else []:
                    with self.subTest(compiler=compiler, sanitizer=sanitizer, mode=mode):
                        native = self.execute([program, mode])
                        under = self.execute([*self.wrapper, program, mode])
                        self.assertEqual(native.returncode, 0, native)
                        self.assertEqual(
                            (under.returncode, under.stdout, under.stderr), (0, native.stdout, b"")
                        )


if __name__ == "__main__":
    GORDIAN, SURROUNDINGS = (str(pathlib.Path(name).resolve()) for name in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
