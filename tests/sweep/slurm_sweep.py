#!/usr/bin/env python3
"""slurm_sweep.py PROGRAM TEMPLATE: a sweep as a Slurm job array, on a cluster of its own, in the
middle of which a program is killed, a task is killed, and a node is lost, gives the bytes of one
process.
"""

import os
import signal
import sys
import time
from pathlib import Path

import slurm_cluster
import sweeping
from processes import environment_of, kill, name_of, tasks_of
from slurm_cluster import run
from sweeping import wait_for

SHARDS = 8
SECONDS_MAX = 85


class Array:
    """The job array of the sweep's shards."""

    def __init__(self, sweep, template, results):
        self.folder = results.parent
        os.environ["SPINDRIFT"] = sweep.program
        self.job = run(
            "sbatch", "--parsable", f"--array=1-{SHARDS}", f"--chdir={sweep.folder}",
            str(template), str(SHARDS), str(sweep.plan), str(results),
        ).strip()  # fmt: skip

    def states(self):
        told = run("squeue", "-h", "-r", "-t", "all", "-j", self.job, "-o", "%K %T %N").split("\n")
        return {int(words[0]): words[1:] for words in map(str.split, told) if words}

    def processes(self, number):
        """Those of a shard: its script and the program."""
        return tasks_of(SLURM_ARRAY_JOB_ID=self.job, SLURM_ARRAY_TASK_ID=number)

    def programs_on(self, node):
        """By shard, the running programs on a node."""
        found = {}
        for pid in tasks_of(SLURM_ARRAY_JOB_ID=self.job, SLURMD_NODENAME=node):
            number = environment_of(pid).get("SLURM_ARRAY_TASK_ID")
            if number and name_of(pid) == "spindrift":
                found[int(number)] = pid
        return found

    def halt(self, node, but=()):
        """A shard on that node that now stands still in its middle, or nothing."""
        for number, pid in self.programs_on(node).items():
            name = f"{number}-of-{SHARDS}"
            if number in but or not sweeping.is_in_the_middle(self.folder, name):
                continue
            os.kill(pid, signal.SIGSTOP)
            if sweeping.is_in_the_middle(self.folder, name):
                return number
            os.kill(pid, signal.SIGCONT)
        return None

    def is_over(self):
        states = [state[0] for state in self.states().values()]
        return all(state not in ("PENDING", "RUNNING", "COMPLETING") for state in states)


def disturb(cluster, array):
    """A killed program asks to be queued again, a killed task does not, a lost node cannot."""
    first = wait_for("a shard on n1", lambda: array.halt("n1"))
    second = wait_for("another shard on n1", lambda: array.halt("n1", but=[first]))
    third = wait_for("a shard on n2", lambda: array.halt("n2"))
    kill(array.programs_on("n1")[first])
    print(f"killed the program of shard {first}")
    for pid in array.processes(second):
        kill(pid)
    print(f"killed the task of shard {second}")
    cluster.lose_node("n2")
    print(f"lost the node of shard {third}")
    wait_for("the killed task", lambda: array.states()[second][0] in ("FAILED", "NODE_FAIL"))
    run("scontrol", "requeue", f"{array.job}_{second}")
    return [first, second, third]


def restarts(array, number):
    told = run("scontrol", "show", "job", f"{array.job}_{number}")
    return int(told.partition("Restarts=")[2].split()[0])


def inside(program, template, folder):
    began = time.monotonic()
    sweep = sweeping.Sweep(program, folder, 200, until="10d")
    sweep.run(folder / "alone.sqlite")
    (folder / "slurm").mkdir()
    cluster = slurm_cluster.Cluster(folder / "slurm")
    cluster.start()
    print(f"the cluster is up after {time.monotonic() - began:.0f} s")
    results = folder / "results.sqlite"
    array = Array(sweep, template, results)
    disturbed = disturb(cluster, array)
    left = SECONDS_MAX - (time.monotonic() - began) - 5
    wait_for("the end of the array", array.is_over, left)
    print({number: state[0] for number, state in array.states().items()})
    told = sweep.merge(results, sorted(folder.glob("results.shard-*.sqlite")))
    print(told, f"after {time.monotonic() - began:.0f} s", sep="")
    assert sweeping.digest(results) == sweeping.digest(folder / "alone.sqlite")
    assert array.states()[disturbed[2]][1] == "n1", "the lost shard did not move"
    assert all(restarts(array, number) == 1 for number in disturbed), "not queued again"


def main():
    program, template = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    if len(sys.argv) > 3:
        inside(program, template, Path(sys.argv[3]))
        return 0
    sweeping.require_tools("munged", "slurmctld", "slurmd", "sbatch", "unshare", "ip")
    return sweeping.run_apart(__file__, [program, template], SECONDS_MAX)


if __name__ == "__main__":
    sys.exit(main())
