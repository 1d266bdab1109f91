"""What the tests that run the program share: a plan of small cells, and how to run it."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SKIPPED = 77  # ctest reports it as skipped
SCENARIO = {
    "until": "30h",
    "ca_ttl": "24h",
    "key_manager": {"kind": "disk"},
    "clusters": [{"name": "root"}, {"name": "A", "upstream": "root"}],
    "plan": [{"at": "1h", "do": "restart", "who": "A"}],
}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def require_tools(*names):
    for name in names:
        if shutil.which(name) is None:
            skip(f"there is no {name} here")


class Sweep:
    """A plan of `replications` x 2 cells in a folder of its own."""

    def __init__(self, program, folder, replications, **changes):
        self.program = str(Path(program).resolve())
        self.folder = Path(folder)
        self.cells = 2 * replications
        self.plan = self.folder / "plan.json"
        plan = {
            "scenario": "scenario.json",
            "design": "grid",
            "inputs": [{"path": "ca_ttl", "values": ["12h", "24h"]}],
            "replications": replications,
        }
        (self.folder / "scenario.json").write_text(json.dumps({**SCENARIO, **changes}))
        self.plan.write_text(json.dumps(plan))

    def command(self, output, *options):
        return [self.program, "sweep", str(self.plan), "--output", str(output), *options]

    def run(self, output, *options, code=0):
        return self.check(self.command(output, *options), code)

    def merge(self, output, shards, code=0):
        return self.check([self.program, "merge", str(output), *map(str, shards)], code)

    def check(self, command, code):
        done = subprocess.run(command, capture_output=True, text=True)
        text = f"{command}: exit code {done.returncode}, not {code}\n{done.stdout}{done.stderr}"
        assert done.returncode == code, text
        return done.stdout + done.stderr


# Ports, addresses and the host's name are then nobody else's, and all processes end with the first.
NAMESPACES = ["--net", "--uts", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]


def run_apart(script, arguments, seconds):
    """Runs a script in namespaces of its own, with a folder as its last argument: its exit code."""
    unshare = ["unshare", *NAMESPACES]
    if os.geteuid() != 0 or subprocess.run([*unshare, "true"], capture_output=True).returncode:
        skip("this user may not make namespaces")
    # The folder goes when the namespace has ended, and with it whoever writes in it.
    with tempfile.TemporaryDirectory() as folder:
        command = [*unshare, sys.executable, "-B", script, *arguments, folder]
        return subprocess.run(command, timeout=seconds, stdin=subprocess.DEVNULL).returncode


def wait_for(what, happened, seconds=30):
    """Waits until `happened()` is true and returns it; fails after that many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = happened()
        if found:
            return found
        time.sleep(0.02)
    raise TimeoutError(f"{what}: not within {seconds} s")


def digest(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def is_in_the_middle(folder, shard):
    """Whether a shard, "3-of-8", has written some cells and is not whole."""
    logs = Path(folder).glob(f"*.shard-{shard}.sqlite.partial-*-wal")
    # The tables before the first cell take less than this.
    return any(log.stat().st_size > 128 * 1024 for log in logs)


def rows_of(partial):
    """The cells of a file that nobody finished, each with its rows, and the cells by session.

    A copy is read, as reading would tidy up what the killed process has left.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        for ending in ("", "-wal"):
            source = Path(str(partial) + ending)
            if source.exists():
                shutil.copy(source, str(copy) + ending)
        database = sqlite3.connect(copy)
        tables = database.execute("SELECT name FROM sqlite_schema WHERE name = 'session'")
        if tables.fetchone() is None:
            return {}, []
        cells = {row[0]: [row] for row in database.execute("SELECT * FROM cell ORDER BY cell")}
        for row in database.execute("SELECT * FROM result ORDER BY cell, metric"):
            cells[row[0]].append(row)
        sessions = [row[0] for row in database.execute("SELECT cells FROM session")]
        database.close()
        return cells, sessions
