"""No file names a folder of somebody's machine: what is in the tree must work in any checkout.

usage: machine_paths_test.py SOURCE_TREE
"""

import pathlib
import re
import sys

import source_tree

# Put together here, so that this file does not contain what it looks for.
FOLDERS = "|".join(["wo" + "rk", "fa" + "rm", "ro" + "ot"])
MACHINE_PATH = re.compile(rf"(?<![\w.}})/<-])/(?:{FOLDERS})/")


def check(root: pathlib.Path) -> tuple[int, list[str]]:
    checked, problems = 0, []
    for path in source_tree.files(root):
        checked += 1
        for number, line in enumerate(source_tree.text(path).splitlines(), 1):
            if MACHINE_PATH.search(line):
                problems.append(f"{path.relative_to(root)}:{number}: {line.strip()[:120]}")
    return checked, problems


if __name__ == "__main__":
    source_tree.expect(bool(MACHINE_PATH.search("see /wo" + "rk/main")), "a machine path is seen")
    source_tree.expect(not MACHINE_PATH.search("net/wo" + "rk/x"), "a relative path is no problem")
    source_tree.finish("machine paths", *check(pathlib.Path(sys.argv[1]).resolve()))
