#!/usr/bin/env python3
"""killed_sweep.py PROGRAM [--cells N] [--kills K]: a sweep that is killed K times at random moments
ends with the bytes of one that is left alone; nothing is run twice and nothing is lost.
"""

import argparse
import random
import subprocess
import tempfile
import time
from pathlib import Path

import sweeping


def check_nothing_changed(before, after, sessions):
    is_kept = all(after.get(cell) == rows for cell, rows in before.items())
    assert is_kept, "a cell was lost or changed"
    assert sum(sessions) == len(after), f"{sum(sessions)} cells written, {len(after)} are there"


def kill_in_the_middle(sweep, output, moment):
    process = subprocess.Popen(sweep.command(output), stdout=subprocess.DEVNULL)
    time.sleep(moment)
    was_at_work = process.poll() is None
    process.kill()
    process.wait()
    return was_at_work


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--cells", type=int, default=300)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sweep = sweeping.Sweep(options.program, folder, options.cells // 2)
        alone = folder / "alone.sqlite"
        began = time.monotonic()
        sweep.run(alone)
        took = time.monotonic() - began
        output, partial = folder / "killed.sqlite", folder / "killed.sqlite.partial"
        cells, kills, times_whole = {}, 0, 0
        while kills < options.kills:
            # Far enough on average that the last kill still meets it at work.
            moment = moments.uniform(0, 1.6 * took / options.kills)
            if not kill_in_the_middle(sweep, output, moment):
                # The machine has become faster. It is as good to begin anew.
                assert sweeping.digest(output) == sweeping.digest(alone), "the results differ"
                output.unlink()
                cells, times_whole = {}, times_whole + 1
                continue
            kills += 1
            if not partial.exists():
                continue
            found, sessions = sweeping.rows_of(partial)
            check_nothing_changed(cells, found, sessions)
            print(f"kill {kills}: {len(found)} cells of {sweep.cells}, by session {sessions}")
            cells = found
        print(sweep.run(output), end="")
        assert times_whole > 0 or cells, "no kill left anything"
        assert sweeping.digest(output) == sweeping.digest(alone), "the results differ"
        left = sorted(path.name for path in folder.iterdir())
        assert left == ["alone.sqlite", "killed.sqlite", "plan.json", "scenario.json"], left
        print(f"killed {kills} times at work; {times_whole + 1} times the same bytes in the end")


if __name__ == "__main__":
    main()
