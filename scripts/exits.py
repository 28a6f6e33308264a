"""Exit statuses of ./patchclamp, as its --help lists them."""

FAILED = 1
USAGE = 2
NETWORK = 6
SPACE = 7
WRITE = 8
DAMAGED = 9
BUILD = 10
NOTEBOOK = 11
TIMEOUT = 12
KERNEL = 13
INTERRUPTED = 130
