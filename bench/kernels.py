"""Jupyter kernels for Java side by side, in one run: latency, start, completions, output, memory.

    python bench/kernels.py [--kernel patchclamp --kernel rapaio-jupyter-kernel …] [--rounds 3] [--tasks start,cells,…] [--json OUT.json]

Needs jupyter_client and the kernelspecs installed (JUPYTER_PATH). Each round takes every kernel once, in an order that turns.
What is measured is what a client sees: from sending a request to its `idle` and its reply, read as fast as Python can.
"""

import argparse
import json
import os
import queue
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

LINES = 100_000
USED = "System.gc(); Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()"
# what is measured, and the aim; None where there is only a comparison
ROWS = {
    "ready": ("kernel start to kernel_info, s", None),
    "first": ("kernel start to first result, s", 1.2),
    "early": ("1+1, median of the first 25 cells, ms", 45),
    "warm": ("1+1, median of cells 151 to 200, ms", 30),
    "fiftieth": ("x + 1, median of cells 31 to 70, ms", None),
    "thousandth": ("x + 1, median of cells 981 to 1020, ms", None),
    "completions": ("60 completions sent at once, s", 1.0),
    "lines": (f"{LINES:,} lines printed, s until idle", 3.0),
    "lost": (f"of {LINES:,} lines not there, or out of order", 0),
    "grown": ("heap after 200 cells that return 4 MB each, MB more", 120),
}


class Lost(Exception):
    """A message that must come did not."""


class Kernel:
    """A kernel that was just started, and its client."""

    def __init__(self, name):
        self.began = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stderr=open(os.devnull, "w"), stdout=open(os.devnull, "w"))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.ready = time.perf_counter() - self.began

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code, timeout=60, seen=None):
        """Seconds from the request until both its idle and its reply; the value as text."""
        began = time.perf_counter()
        request = self.client.execute(code)
        value = None
        end = began + timeout
        try:
            while True:
                message = self.client.get_iopub_msg(timeout=max(0.01, end - time.perf_counter()))
                if message["parent_header"].get("msg_id") != request:
                    continue
                kind, content = message["msg_type"], message["content"]
                if seen is not None:
                    seen.append((kind, content))
                if kind == "execute_result":
                    # Not every kernel gives a text.
                    value = content["data"].get("text/plain", content["data"].get("text/html"))
                elif kind == "error":
                    value = content["ename"] + ": " + content["evalue"]
                elif kind == "status" and content["execution_state"] == "idle":
                    break
            while self.client.get_shell_msg(timeout=max(0.01, end - time.perf_counter()))["parent_header"].get("msg_id") != request:
                pass
        except queue.Empty:
            raise Lost(f"no idle or reply within {timeout} s") from None
        return time.perf_counter() - began, value


def start(name):
    kernel = Kernel(name)
    try:
        _, value = kernel.run("1+1")
        assert value == "2", value
        return {"ready": kernel.ready, "first": time.perf_counter() - kernel.began}
    finally:
        kernel.close()


def cells(name):
    kernel = Kernel(name)
    try:
        times = [1e3 * kernel.run("1+1")[0] for _ in range(200)]
        return {"early": statistics.median(times[:25]), "warm": statistics.median(times[150:200])}
    finally:
        kernel.close()


def long(name):
    kernel = Kernel(name)
    try:
        kernel.run("int x = 41;")
        times = [1e3 * kernel.run("x + 1")[0] for _ in range(1020)]
        return {"fiftieth": statistics.median(times[30:70]), "thousandth": statistics.median(times[980:])}
    finally:
        kernel.close()


def completions(name):
    kernel = Kernel(name)
    try:
        kernel.run('String text = "abc";')
        ask(kernel, 5)
        return {"completions": ask(kernel, 60)}
    finally:
        kernel.close()


def ask(kernel, count):
    began = time.perf_counter()
    waiting = {kernel.client.complete("text.sub", 8) for _ in range(count)}
    while waiting:
        try:
            message = kernel.client.get_shell_msg(timeout=30)
        except queue.Empty:
            raise Lost(f"{len(waiting)} of {count} completions unanswered") from None
        if message["parent_header"].get("msg_id") in waiting:
            waiting.remove(message["parent_header"]["msg_id"])
            assert any("substring" in match for match in message["content"]["matches"]), message["content"]
    return time.perf_counter() - began


def lines(name):
    kernel = Kernel(name)
    try:
        kernel.run("1+1")
        seen = []
        seconds = None
        try:
            seconds, _ = kernel.run(f'for (int i = 0; i < {LINES}; i++) System.out.println("line " + i);', 30, seen)
        except Lost:
            pass  # its idle was lost with the rest: no time, but a count
        got = "".join(content["text"] for kind, content in seen if kind == "stream").splitlines()
        wrong = sum(1 for i in range(LINES) if i >= len(got) or got[i] != f"line {i}") if len(got) == LINES else LINES - len(got)
        return {"lines": seconds, "lost": wrong}
    finally:
        kernel.close()


def memory(name):
    kernel = Kernel(name)
    try:
        kernel.run("1+1")
        before = int(kernel.run(USED)[1])
        for _ in range(200):
            kernel.run("new int[1_000_000]")
        return {"grown": (int(kernel.run(USED)[1]) - before) / 1e6}
    finally:
        kernel.close()


TASKS = {"start": start, "cells": cells, "long": long, "completions": completions, "lines": lines, "memory": memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", action="append", help="kernelspec to measure; may be given often (default: patchclamp)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", default=",".join(TASKS))
    parser.add_argument("--json")
    options = parser.parse_args()
    for task in options.tasks.split(","):
        if task not in TASKS:
            parser.error(f"no task '{task}'. Try: {', '.join(TASKS)}")
    kernels = options.kernel or ["patchclamp"]
    measured = {name: {} for name in kernels}
    for task in options.tasks.split(","):
        for number in range(options.rounds):
            for name in kernels[number % len(kernels) :] + kernels[: number % len(kernels)]:
                try:
                    found = TASKS[task](name)
                except (Lost, AssertionError, ValueError, TypeError, RuntimeError) as fault:
                    print(f"{name}, {task}: {fault}", file=sys.stderr)
                    continue
                for row, value in found.items():
                    if value is not None:
                        measured[name].setdefault(row, []).append(value)
    show(measured)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump(measured, out, indent=1)


def show(measured):
    print(f"{'':56}{'aim':>8}" + "".join(f"{name:>24}" for name in measured))
    for row, (text, aim) in ROWS.items():
        if any(row in found for found in measured.values()):
            values = "".join(f"{number(found.get(row)):>24}" for found in measured.values())
            print(f"{text:56}{'' if aim is None else aim:>8}{values}")


def number(values):
    if not values:
        return "failed"
    middle = f"{statistics.median(values):,.4g}"
    return middle if len(values) == 1 else f"{middle} [{min(values):,.3g}–{max(values):,.3g}]"


if __name__ == "__main__":
    main()
