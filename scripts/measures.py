"""Three numbers for doctor, in MB, one a line: free on the tighter of two folders' disks, memory, already there.

    measures.py CHECKOUT PATCHCLAMP_HOME
"""

import os
import shutil
import sys


def free(path):
    while not os.path.exists(path):
        path = os.path.dirname(path)
    return shutil.disk_usage(path).free


def memory():
    """What this process may use: the machine's memory, or less where a container sets a limit. 0 if unknown."""
    try:
        most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(limit) as file:
                most = min(most, int(file.read()))
        except (OSError, ValueError):
            pass
    return most


def present(path):
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_size
            except OSError:
                pass
    return total


if __name__ == "__main__":
    checkout, home = sys.argv[1:]
    for size in (min(free(checkout), free(home)), memory(), present(home) + present(os.path.join(checkout, "kernel-ext", "target"))):
        print(size // 1000000)
