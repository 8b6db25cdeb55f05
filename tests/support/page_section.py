"""The parts of a page that scripts write: what stands between `<!-- NAME -->` and `<!-- /NAME -->`."""

import pathlib


def write(page: pathlib.Path, name: str, text: str) -> None:
    """Puts `text` there; the markers are there already, once each."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    old = page.read_text(encoding="utf-8")
    if old.count(begin) != 1 or old.count(end) != 1 or old.index(end) < old.index(begin):
        raise SystemExit(f"{page}: no section '{name}': {begin} and {end} are to stand there once")
    before, after = old.split(begin)[0], old.split(end)[1]
    page.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")
