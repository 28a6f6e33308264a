"""Executes the project's notebooks and compares them with what is committed: notebooks.py FOLDER [--update]

Each runs in a fresh kernel, in a copy of its folder, so that what it exports does not land in the checkout.
"""

from __future__ import annotations

import copy
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import nbformat

import compare
import execute
import exits

LONGEST_CELL = 8
SLOWEST = 90
"""Seconds that one notebook may take on two cores without vectors of 512 bits (with them it is half). Twice that is a failure: the machine may be busy."""


def faults(notebook) -> list[str]:
    """What is wrong with the notebook as a text: prose before each code cell, short cells, all cells run in order."""
    found, before = [], None
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code":
            lines = [line for line in cell.source.splitlines() if line.strip()]
            if len(lines) > LONGEST_CELL:
                found.append(f"cell {number} has {len(lines)} lines of code, {LONGEST_CELL} are the most")
            if before != "markdown":
                found.append(f"cell {number} has no prose before it")
        before = cell.cell_type
    counts = [cell.execution_count for cell in notebook.cells if execute.runs(cell)]
    if counts != list(range(1, len(counts) + 1)):
        found.append(f"its committed cells were run in the order {counts}")
    if notebook.metadata.get("kernelspec", {}).get("name") != execute.KERNEL:
        found.append(f"its kernel is not '{execute.KERNEL}'")
    return found


def without_places(notebook, places: dict[str, str]):
    """The notebook with this machine's folders replaced in all outputs."""
    text = nbformat.writes(notebook)
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, places[place])
    return nbformat.reads(text, as_version=4)


def cleaned(notebook, committed):
    """What is worth committing of an execution: the committed metadata, no times and no progress."""
    result = copy.deepcopy(notebook)
    result.metadata = copy.deepcopy(committed.metadata)
    for cell in result.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not compare.is_progress(output)]
    return result


def run(path: Path, folder: Path) -> tuple[int, object, float]:
    notebook = execute.read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    started = time.monotonic()
    status = execute.execute(notebook, folder, execute.KERNEL, timeout=300)
    return status, notebook, time.monotonic() - started


def check(path: Path, update: bool) -> list[str]:
    """Executes one notebook; gives what is wrong with it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve() / "notebooks"
        shutil.copytree(path.parent, folder, ignore=shutil.ignore_patterns("target", "src", "pom.xml", ".*"))
        status, fresh, seconds = run(path, folder)
        print(f"{path.name}: {seconds:.1f} s", flush=True)
        home = os.environ.get("PATCHCLAMP_HOME", "")
        places = {str(folder): ".", **({home: "$PATCHCLAMP_HOME"} if home else {})}
        fresh = without_places(fresh, places)
    if status != 0:
        return ["it did not run to its end"]
    committed = execute.read(path)
    found = compare.differences(committed, fresh)
    if update and (found or faults(committed)):
        execute.write(path, nbformat.writes(cleaned(fresh, committed)) + "\n")
        print(f"{path.name}: outputs rewritten, {len(found)} differences", flush=True)
        found, committed = [], execute.read(path)
    elif update:
        print(f"{path.name}: outputs are as committed", flush=True)
    slow = [f"took {seconds:.0f} s, {SLOWEST} s are the most on two cores"] if seconds > 2 * SLOWEST else []
    return found + faults(committed) + slow


def main(arguments: list[str]) -> int:
    folder, update = Path(arguments[0]), "--update" in arguments
    paths = sorted(folder.glob("[0-9][0-9]-*.ipynb"))
    if not paths:
        print(f"No notebook named NN-question.ipynb in '{folder}'.", file=sys.stderr)
        return exits.FAILED
    failed = False
    for path in paths:
        for what in check(path, update):
            failed = True
            print(f"{path.name}: {what}", file=sys.stderr, flush=True)
    if failed:
        print("Try: ./patchclamp test --update, then read the difference before committing it", file=sys.stderr)
    return exits.FAILED if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except execute.Refused as refused:
        print(refused, file=sys.stderr)
        sys.exit(refused.status)
