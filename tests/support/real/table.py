"""The table of docs/real-programs.md: one row a program, from what was measured."""

import pathlib

BEGIN, END = "<!-- table: written by scripts/real-programs -->", "<!-- end of table -->"

HEAD = [
    "program", "processes", "threads", "locks", "acquisitions", "dependencies", "findings",
    "ruled out", "time s", "CPU s", "peak MiB", "recording KiB", "analysis",
]


def pair(native: float, observed: float) -> str:
    return f"{native:.2f} → {observed:.2f} ({observed / native:.2f} ×)" if native else "-"


def row(name: str, m: dict) -> list[str]:
    summary = m["summary"]
    return [
        name,
        *(f"{summary[key]:,}" for key in ["processes", "threads", "locks", "acquisitions", "edges"]),
        str(m["findings"]),
        f"{m['ruled_out']:,}",
        pair(*m["seconds"]),
        pair(*m["cpu"]),
        f"{m['peak'][0]:.0f} → {m['peak'][1]:.0f}",
        f"{m['recording_kib']:,.0f}",
        f"{m['analysis_seconds']:.2f} s, "
        + (f"{m['analysis_mib']:.0f} MiB" if m["analysis_mib"] >= 1 else "-"),
    ]


def rows_of(document: str) -> dict[str, str]:
    table = document[document.index(BEGIN) + len(BEGIN) : document.index(END)]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return {line.split("|")[1].strip(): line for line in lines}


def update(path: pathlib.Path, name: str, measured: dict, order: list[str]) -> None:
    """Replaces the row of one program; the others stay as they are."""
    document = path.read_text()
    rows = rows_of(document) | {name: "| " + " | ".join(row(name, measured)) + " |"}
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += [rows[known] for known in order if known in rows]
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    path.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after)
