#!/usr/bin/env python3
"""full_disk.py PROGRAM: where there is no room left, a sweep keeps what it has, says so with exit
code 75, and goes on when there is room again. Once with a limit of the size of files, which needs
no rights, and once, as root, with a file system that is really full.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import sweeping

TRY_AGAIN = 75


def limit_files(size):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def check_goes_on(sweep, folder, output, told):
    partial = Path(str(output) + ".partial")
    assert not output.exists(), "results that are not whole have their name"
    kept, _ = sweeping.rows_of(partial)
    print(f"{told.strip()}: {len(kept)} of {sweep.cells} cells are kept")
    assert kept, "nothing was kept"
    return partial


def with_a_limit(program, folder):
    sweep = sweeping.Sweep(program, folder, 100)
    sweep.run(folder / "alone.sqlite")
    output = folder / "limited.sqlite"
    done = subprocess.run(
        sweep.command(output),
        capture_output=True,
        text=True,
        preexec_fn=limit_files(192 * 1024),
        restore_signals=False,
    )
    assert done.returncode == TRY_AGAIN, f"exit code {done.returncode}: {done.stderr}"
    check_goes_on(sweep, folder, output, done.stderr)
    sweep.run(output)
    assert sweeping.digest(output) == sweeping.digest(folder / "alone.sqlite")


def with_a_full_file_system(program, folder):
    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", small], capture_output=True
    )
    if mounted.returncode != 0:
        print("no file system can be mounted here: not tried with a full one")
        return
    try:
        sweep = sweeping.Sweep(program, folder, 100)
        ballast, output = small / "ballast", small / "results.sqlite"
        ballast.write_bytes(bytes((16 * 1024 - 256) * 1024))
        told = sweep.run(output, code=TRY_AGAIN)
        check_goes_on(sweep, folder, output, told)
        ballast.unlink()
        sweep.run(output)
        assert sweeping.digest(output) == sweeping.digest(folder / "alone.sqlite")
    finally:
        subprocess.run(["umount", small], check=True)


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as name:
        with_a_limit(program, Path(name))
        if os.geteuid() == 0:
            with_a_full_file_system(program, Path(name))


if __name__ == "__main__":
    main()
