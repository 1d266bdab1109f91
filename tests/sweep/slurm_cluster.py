"""A Slurm cluster of one controller and two nodes, all on this machine.

To be used inside private network, host name, mount and process namespaces: its ports and addresses
are then nobody else's, and all its processes end with the namespace's first one.
"""

import os
import socket
import subprocess
from pathlib import Path

from processes import kill, parent_of, tasks_of
from sweeping import wait_for

HOST = "sweepci"
NODES = {"n1": 17001, "n2": 17002}

# A requeued task waits for its credential to expire: 5 s, not 120.
CONFIGURATION = """\
ClusterName=sweepci
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=16817
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.sock,cred_expire=5
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmdLogFile={folder}/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
ReturnToService=2
JobRequeue=1
RequeueExit=75
MinJobAge=3600
MaxArraySize=10001
MaxJobCount=20000
SlurmdTimeout=5
KillWait=2
MailProg=/bin/true
JobCompType=jobcomp/filetxt
JobCompLoc={folder}/jobs.txt
{nodes}
PartitionName=all Nodes=n1,n2 Default=YES State=UP
"""


class Cluster:
    def __init__(self, folder):
        self.folder = Path(folder)
        os.environ["SLURM_CONF"] = str(self.folder / "slurm.conf")

    def start(self):
        self.prepare_network()
        for name in ("state", "spool.n1", "spool.n2"):
            (self.folder / name).mkdir()
        nodes = "\n".join(
            f"NodeName={name} NodeHostname={HOST} NodeAddr=127.0.0.1 Port={port} CPUs=2"
            for name, port in NODES.items()
        )
        (self.folder / "slurm.conf").write_text(
            CONFIGURATION.format(folder=self.folder, nodes=nodes)
        )
        self.start_munge()
        subprocess.run(["slurmctld"], check=True)
        for name in NODES:
            self.start_node(name)
        wait_for("both nodes", lambda: self.node_states() == {"n1": "idle", "n2": "idle"})

    def prepare_network(self):
        """Slurm gives up after 10 s unless there is an address that is not 127.x."""
        socket.sethostname(HOST)
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        subprocess.run(["ip", "addr", "add", "192.0.2.1/32", "dev", "lo"], check=True)
        hosts = self.folder / "hosts"
        hosts.write_text(f"127.0.0.1 localhost {HOST}\n")
        subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)

    def start_munge(self):
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o600)
        subprocess.run(
            ["munged", "--force", f"--key-file={key}", f"--socket={self.folder}/munge.sock"]
            + [f"--{name}-file={self.folder}/munged.{name}" for name in ("pid", "log", "seed")],
            check=True,
            capture_output=True,
        )

    def start_node(self, name):
        subprocess.run(["slurmd", "-N", name], check=True)

    def node_states(self):
        told = run("sinfo", "-h", "-N", "-o", "%N %t").split()
        return dict(zip(told[::2], told[1::2]))

    def lose_node(self, name):
        """The machine is gone: its daemon and its tasks end at once, and nobody is told."""
        tasks = tasks_of(SLURMD_NODENAME=name)
        watchers = {parent_of(task) for task in tasks} - set(tasks)  # a script is a task as well
        daemon = int((self.folder / f"slurmd.{name}.pid").read_text())
        # First those who would tell of the end of the others.
        for pid in (daemon, *watchers, *tasks):
            kill(pid)
        run("scontrol", "update", f"nodename={name}", "state=down", "reason=lost")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout
