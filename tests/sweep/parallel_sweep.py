#!/usr/bin/env python3
"""parallel_sweep.py PROGRAM TEMPLATE: a sweep by GNU parallel, with two shards killed in the
middle, gives the bytes of one process.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sweeping

SHARDS = 6


def kill_shard(results, number, deadline):
    """Kills the process of a shard in its middle. False: it was too quick."""
    wanted = f"--shard\0{number}/{SHARDS}\0"
    while time.monotonic() < deadline:
        begun = sweeping.is_in_the_middle(results.parent, f"{number}-of-{SHARDS}")
        for entry in Path("/proc").glob("[0-9]*") if begun else ():
            try:
                words = (entry / "cmdline").read_text()
                if words.endswith(wanted) and os.readlink(entry / "exe").endswith("/spindrift"):
                    os.kill(int(entry.name), signal.SIGKILL)
                    return True
            except OSError:
                continue
        time.sleep(0.002)
    return False


def main():
    program, template = Path(sys.argv[1]).resolve(), sys.argv[2]
    sweeping.require_tools("parallel")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sweep = sweeping.Sweep(program, folder, 60, until="10d")
        sweep.run(folder / "alone.sqlite")
        results = folder / "results.sqlite"
        command = ["bash", template, str(SHARDS), str(sweep.plan), str(results), "--jobs", "2"]
        environment = {"PATH": os.environ["PATH"], "HOME": name, "SPINDRIFT": str(program)}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        process = subprocess.Popen(command, env=environment, **pipes)
        deadline = time.monotonic() + 60
        killed = [kill_shard(results, number, deadline) for number in (1, 4)]
        told, _ = process.communicate(timeout=90)
        print(told, (folder / "results.sqlite.joblog").read_text(), sep="")
        assert killed == [True, True], "no shard was met at work"
        assert told.count("written by 2 processes") == 2, "the killed shards did not go on"
        assert process.returncode == 0, f"exit code {process.returncode}"
        assert sweeping.digest(results) == sweeping.digest(folder / "alone.sqlite")
        log = (folder / "results.sqlite.joblog").read_text().splitlines()[1:]
        assert len(log) == SHARDS and all(line.split("\t")[6] == "0" for line in log), log
        # Again: nothing is run, nothing changes.
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=90)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("were there already") == SHARDS, done.stderr
        assert sweeping.digest(results) == sweeping.digest(folder / "alone.sqlite")


if __name__ == "__main__":
    main()
