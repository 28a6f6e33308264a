"""One hash over the names and contents of files and folders: digest.py PATH…

Tests, generated and hidden folders are left out, so that the hash changes when, and only when, a source of the build does.
"""

import hashlib
import os
import sys

LEFT_OUT = {"target", "__pycache__"}


def files(path: str):
    if os.path.isfile(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        tests = {"test"} if os.path.basename(folder) == "src" else set()
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT | tests and not name.startswith("."))
        yield from (os.path.join(folder, name) for name in sorted(names) if not name.startswith("."))


def main(paths) -> str:
    sha = hashlib.sha256()
    for path in paths:
        for file in files(path):
            sha.update(file.encode(errors="surrogateescape") + b"\0")
            with open(file, "rb") as stream:
                sha.update(hashlib.sha256(stream.read()).digest())
    return sha.hexdigest()[:16]


if __name__ == "__main__":
    print(main(sys.argv[1:]))
