"""Relative links in our Markdown lead to files that exist, and named scripts are there.

usage: links_test.py SOURCE_TREE
"""

import pathlib
import re
import sys

import source_tree

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
SCRIPT = re.compile(r"(?:\./|`)(scripts/[a-z_-]+(?:\.py)?)")


def targets(markdown: str) -> list[str]:
    links = [link.split("#")[0] for link in LINK.findall(markdown) if "://" not in link]
    return [link for link in links if link and not link.startswith("mailto:")]


def check(root: pathlib.Path) -> tuple[int, list[str]]:
    checked, problems = 0, []
    for path in source_tree.files(root):
        if path.suffix != ".md":
            continue
        markdown = source_tree.text(path)
        wanted = [(link, path.parent / link) for link in targets(markdown)]
        wanted += [(script, root / script) for script in SCRIPT.findall(markdown)]
        checked += len(wanted)
        for name, file in wanted:
            if not file.exists():
                problems.append(f"{path.relative_to(root)}: {name} does not exist")
    return checked, problems


if __name__ == "__main__":
    source_tree.expect(targets("[a](docs/x.md#y) [b](https://c/d)") == ["docs/x.md"], "links")
    source_tree.finish("links", *check(pathlib.Path(sys.argv[1]).resolve()))
