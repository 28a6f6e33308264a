"""Executes a notebook in a fresh kernel: execute.py NOTEBOOK [--out FILE] [--html FILE] [--timeout SECONDS]

Runs in the notebook's own folder. What was executed is written even when a cell failed, with the error in it.
Cells tagged 'raises-exception' may fail.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

import exits

KERNEL = "patchclamp"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
OVERWRITTEN = re.compile(r"[^\r\n]*\r+(?=[^\r\n])")


class Refused(Exception):
    """A notebook that cannot be run or written, and the status that says so."""

    def __init__(self, status: int, what: str):
        super().__init__(what)
        self.status = status


class Stopped(Exception):
    """Somebody pressed Ctrl-C, or asked the process to end."""


class Run(NotebookClient):
    """One execution that says at each code cell how far it is, and ends in order when it is interrupted."""

    PATIENCE = 10
    """Seconds that an interrupted cell has to end."""

    def __init__(self, notebook, folder: Path, kernel: str, timeout: int):
        super().__init__(notebook, timeout=timeout, kernel_name=kernel, startup_timeout=180, record_timing=False,
                         store_widget_state=False, resources={"metadata": {"path": str(folder)}},
                         on_cell_start=self.starting, on_cell_executed=self.executed)
        self.cells = [index for index, cell in enumerate(notebook.cells) if runs(cell)]
        self.begun = self.current = self.stopped = self.task = None

    async def async_start_new_kernel(self, **options):
        self.task = asyncio.current_task()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self.stop, number)
        await super().async_start_new_kernel(**options)

    def stop(self, number: int) -> None:
        """Interrupts the cell that runs; a kernel that is still starting, or does not listen, is ended."""
        again, self.stopped = self.stopped is not None, number
        if self.current is None or again:
            self.task.cancel()
        else:
            self.interrupting = asyncio.ensure_future(self.km.interrupt_kernel())
            asyncio.get_running_loop().call_later(self.PATIENCE, self.task.cancel)

    def starting(self, cell, cell_index):
        if self.stopped:
            raise Stopped
        if runs(cell):
            self.current, self.begun = cell_index, time.monotonic()

    def executed(self, cell, cell_index, execute_reply):
        settle(cell)
        failed = execute_reply["content"]["status"] != "ok"
        self.tell(("  error, as tagged" if "raises-exception" in cell.metadata.get("tags", []) else "  error") if failed else "")

    def position(self) -> str:
        return f"{self.cells.index(self.current) + 1}/{len(self.cells)}"

    def tell(self, note: str = "") -> None:
        first = next((line.strip() for line in self.nb.cells[self.current].source.splitlines() if line.strip()), "")
        print(f"  [{self.position()}] {first[:60]:<60} {time.monotonic() - self.begun:6.1f} s{note}", flush=True)


def settle(cell) -> None:
    """Neighbouring pieces of one stream become one. What a line was before a carriage return took it back is left out:
    a progress bar stays as its last state."""
    outputs = []
    for output in cell.outputs:
        last = outputs[-1] if outputs else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            outputs.append(output)
    for output in outputs:
        if output.output_type == "stream":
            output.text = OVERWRITTEN.sub("", output.text)
    cell.outputs = outputs


def runs(cell) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def read(path: Path):
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
        return notebook
    except OSError as fault:
        raise Refused(exits.NOTEBOOK, f"The notebook '{path}' cannot be read: {fault.strerror}.") from fault
    except Exception as fault:  # nbformat raises a different class for each way of not being a notebook
        reason = str(fault).strip().splitlines()[0][:200] if str(fault).strip() else type(fault).__name__
        raise Refused(exits.NOTEBOOK, f"'{path}' is not a notebook: {reason}") from fault


def adopt(notebook, path: Path) -> None:
    """Makes the notebook one of ours: a Java notebook for another kernel runs here, one in another language does not."""
    spec = notebook.metadata.get("kernelspec", {})
    name = spec.get("name", KERNEL)
    language = spec.get("language") or notebook.metadata.get("language_info", {}).get("name") or (
        "java" if name == KERNEL or "java" in name.lower() else name)
    if language.lower() != "java":
        raise Refused(exits.NOTEBOOK, f"'{path}' is written in {language} for the kernel '{name}'; Patchclamp runs Java notebooks.\n"
                      "Try: a notebook whose kernel is 'patchclamp', or 'jupyter nbconvert --execute' for this one")
    if name != KERNEL:
        print(f"The notebook names the kernel '{name}'; running it with '{KERNEL}'.", flush=True)
    if name != KERNEL or "kernelspec" not in notebook.metadata:
        notebook.metadata["kernelspec"] = {"display_name": "Java (Patchclamp)", "language": "java", "name": KERNEL}


def failure(run: Run) -> str:
    """The cell that failed and its error, for a terminal."""
    cell = run.nb.cells[run.current]
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    trace = "\n".join(error.traceback) if error else ""
    if error and error.ename not in trace:
        trace = f"{error.ename}: {error.evalue}\n{trace}".rstrip()
    if not sys.stderr.isatty():
        trace = ANSI.sub("", trace)
    source = "\n".join("    " + line for line in cell.source.splitlines())
    return f"Cell {run.position()} failed:\n{source}\n{trace}"


def execute(notebook, folder: Path, kernel: str, timeout: int) -> int:
    """Runs all cells, puts their outputs into the notebook; gives 0 or the status of what stopped it."""
    run = Run(notebook, folder, kernel, timeout)
    try:
        run.execute()
        return 0
    except (CellExecutionError, CellTimeoutError, DeadKernelError, Stopped, asyncio.CancelledError, KeyboardInterrupt) as fault:
        return explain(run, fault, timeout)
    except (RuntimeError, OSError, TimeoutError, LookupError) as fault:
        if run.current is not None:
            raise
        print(f"The kernel '{kernel}' did not start: {fault}\nTry: ./patchclamp doctor", file=sys.stderr)
        return exits.KERNEL


def explain(run: Run, fault: BaseException, timeout: int) -> int:
    """Says why a run ended early; gives the status for it."""
    at = f" in cell {run.position()}" if run.current is not None else " before the first cell"
    if run.stopped or not isinstance(fault, (CellExecutionError, CellTimeoutError, DeadKernelError)):
        print(f"Interrupted{at}.", file=sys.stderr)
        return 128 + (run.stopped or signal.SIGINT)
    if isinstance(fault, CellTimeoutError):
        run.tell("  too long")
        print(f"Cell {run.position()} took longer than {timeout} s.\nTry: --timeout {timeout * 4}", file=sys.stderr)
        return exits.TIMEOUT
    if isinstance(fault, DeadKernelError):
        print(f"The kernel died{at}.\nTry: ./patchclamp doctor; a machine with more memory if the model is large", file=sys.stderr)
        return exits.KERNEL
    print(failure(run), file=sys.stderr)
    return exits.FAILED


def write(path: Path, text: str) -> None:
    """Puts the file in place whole or not at all."""
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
        os.chmod(part, 0o644)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def page(notebook, title: str) -> str:
    """The notebook as one HTML file that needs no network."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="lab", embed_images=True, mathjax_url="", require_js_url="", jquery_url="")
    return exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})[0]


def checked_target(path: Path | None) -> Path | None:
    if path is not None and not os.access(path.parent, os.W_OK | os.X_OK):
        raise Refused(exits.WRITE, f"'{path}' cannot be written: no such folder, or no permission.")
    return path


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./patchclamp run", description=__doc__.splitlines()[0])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--html", type=Path)
    parser.add_argument("--timeout", type=int, default=600)
    asked = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        out, html = checked_target(asked.out), checked_target(asked.html)
        notebook = read(asked.notebook)
        adopt(notebook, asked.notebook)
        status = execute(notebook, asked.notebook.resolve().parent, KERNEL, asked.timeout)
        if out:
            write(out, nbformat.writes(notebook) + "\n")
            print(f"wrote {out}")
        if html:
            write(html, page(notebook, asked.notebook.stem))
            print(f"wrote {html}")
        print(f"{asked.notebook.name}: {'done' if status == 0 else 'stopped'} after {time.monotonic() - started:.1f} s", flush=True)
        return status
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.status
    except OSError as fault:
        print(f"'{fault.filename}' cannot be written: {fault.strerror}.", file=sys.stderr)
        return exits.SPACE if fault.errno in (28, 122) else exits.WRITE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
