"""Runs one command and prints its exit code, wall seconds and peak memory: `launch.py COMMAND ...`

A process starts out with the peak memory of the one that started it, so a small one has to do that.
This file therefore imports next to nothing. The command's output is dropped, its errors pass through.
"""

import os
import sys
import time

if __name__ == "__main__":
    nothing = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    started = time.perf_counter()
    process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[nothing])
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    print(os.waitstatus_to_exitcode(status), seconds, used.ru_maxrss)
