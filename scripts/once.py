"""Runs one long command unless it has been done already, with its output in a log and a line of progress.

    once.py --stamp FILE --key KEY --log FILE --label TEXT -- COMMAND…

The command is done when FILE holds KEY. Two at a time wait for each other, and the second finds the work done.
When the command fails, the lines of its log that matter are shown, with the advice that fits them.
"""

from __future__ import annotations

import argparse
import fcntl
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import exits

NO_NETWORK = re.compile(
    r"Could not transfer|Unknown host|UnknownHostException|Network is unreachable|Connection refused|Connect timed out"
    r"|connect timed out|Read timed out|Cannot access \S+ .* in offline mode|NewConnectionError|Max retries exceeded"
    r"|Temporary failure in name resolution|Name or service not known|nodename nor servname|ProxyError"
    r"|Could not find a version that satisfies|PKIX path building failed|certificate verify failed",
    re.IGNORECASE,
)
CAUSES = [
    (exits.SPACE, re.compile(r"No space left on device|Errno 28|Disk quota exceeded"), "The disk is full.",
     "make room on the disk, or PATCHCLAMP_HOME=/a/bigger/disk ./patchclamp …"),
    (exits.DAMAGED, re.compile(r"DO NOT MATCH THE HASHES|Checksum validation failed|Hash mismatch", re.IGNORECASE),
     "A download differs from the pinned one.", "the same command again; if it stays, the mirror serves other files"),
    (exits.NETWORK, NO_NETWORK, "The network, or the mirror that is configured, cannot be reached.",
     "check the connection and the proxy ('mvn' reads ~/.m2/settings.xml, 'pip' reads pip.conf), then the same command"),
    (exits.WRITE, re.compile(r"Read-only file system|Permission denied|AccessDeniedException|Errno 13|Errno 30"),
     "A folder cannot be written.", "a checkout that you own, and PATCHCLAMP_HOME=/a/folder/you/can/write"),
]
RELEVANT = re.compile(r"\[ERROR\]|^ERROR|FAILURE|FAILED|Caused by|error:|Error:|Exception")


def cause(log: str) -> tuple[int, str, str] | None:
    """Status, sentence and advice for the first known reason in a log of a failed command."""
    for status, pattern, sentence, advice in CAUSES:
        if pattern.search(log):
            return status, sentence, advice
    return None


def excerpt(log: str, most: int = 25) -> list[str]:
    """The lines of a failed command's log that say why; the last ones where nothing says so."""
    lines = log.splitlines()
    chosen = [line for line in lines if RELEVANT.search(line)]
    return [line[:400] for line in (chosen[:most] if chosen else lines[-most:])]


def done(stamp: Path, key: str) -> bool:
    try:
        return stamp.read_text() == key
    except OSError:
        return False


def follow(process: subprocess.Popen, label: str) -> None:
    """Waits for the end, saying how long it has taken: on one line of a terminal, every half minute elsewhere."""
    started, live, told = time.monotonic(), sys.stdout.isatty(), 0
    if not live:
        print(f"{label} …", flush=True)
    while True:
        try:
            process.wait(timeout=0.5)
            break
        except subprocess.TimeoutExpired:
            seconds = int(time.monotonic() - started)
            if live:
                print(f"\r{label} … {seconds} s", end="", flush=True)
            elif seconds >= told + 30:
                told = seconds
                print(f"  … {seconds} s", flush=True)
    seconds = time.monotonic() - started
    print(f"\r{label} … {seconds:.0f} s" if live else f"  … {seconds:.0f} s, done" if process.returncode == 0 else "", flush=True)


def run(command: list[str], log: Path, label: str, lock: int) -> int:
    """Runs the command with its output in the log; gives its status. It holds the lock even if this process is killed."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, pass_fds=[lock])

    def stop(number, _frame):
        process.terminate()
        process.wait()
        raise SystemExit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    follow(process, label)
    return process.returncode


def report(log: Path, label: str) -> int:
    """Tells why the command that wrote the log failed; gives our status for it."""
    text = log.read_text(errors="replace")
    for line in excerpt(text):
        print("  " + line, file=sys.stderr)
    known = cause(text)
    print(f"{label}: failed. {known[1] if known else ''}".rstrip(), file=sys.stderr)
    if known:
        print(f"Try: {known[2]}", file=sys.stderr)
    print(f"All it said: {log}", file=sys.stderr)
    return known[0] if known else exits.BUILD


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--stamp", type=Path, required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--label", required=True)
    parser.add_argument("command", nargs="+")
    asked = parser.parse_args(arguments)
    if done(asked.stamp, asked.key):
        return 0
    try:
        asked.log.parent.mkdir(parents=True, exist_ok=True)
        with open(str(asked.log) + ".lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(f"{asked.label}: another ./patchclamp is at it, waiting …", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
            if done(asked.stamp, asked.key):
                return 0
            asked.stamp.unlink(missing_ok=True)
            if run(asked.command, asked.log, asked.label, lock.fileno()) != 0:
                return report(asked.log, asked.label)
            asked.stamp.parent.mkdir(parents=True, exist_ok=True)
            asked.stamp.write_text(asked.key)
    except FileNotFoundError as fault:
        print(f"{asked.label}: '{fault.filename}' is not there.", file=sys.stderr)
        return exits.BUILD
    except OSError as fault:
        print(f"{asked.label}: {fault.strerror}: '{fault.filename}'.", file=sys.stderr)
        print("Try: room on the disk and a folder that can be written (PATCHCLAMP_HOME, the checkout)", file=sys.stderr)
        return exits.SPACE if fault.errno in (28, 122) else exits.WRITE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
