#!/usr/bin/env python3
"""parallel_hosts_sweep.py PROGRAM TEMPLATE: a sweep by GNU parallel on two hosts, one of which is
lost in the middle, gives the bytes of one process. The hosts are two SSH servers on this machine.
"""

import os
import subprocess
import sys
from pathlib import Path

import sweeping
from processes import environment_of, kill, name_of, tasks_of

SHARDS = 6
PORTS = {"first": 2201, "second": 2202}
SECONDS_MAX = 85

SERVER = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/{name}.pid
AuthorizedKeysFile {folder}/key.pub
StrictModes no
PermitRootLogin yes
UsePAM no
"""
CLIENT = """\
Host {name}
  HostName 127.0.0.1
  Port {port}
  User root
  IdentityFile {folder}/key
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
"""


def start_hosts(folder):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    # The server wants an empty folder of its own there.
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    Path("/run/sshd").mkdir()
    for key in ("host_key", "key"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key]
        subprocess.run(make, check=True)
    client = ""
    for name, port in PORTS.items():
        server = folder / f"{name}.conf"
        server.write_text(SERVER.format(folder=folder, name=name, port=port))
        subprocess.run(["/usr/sbin/sshd", "-f", server], check=True)
        client += CLIENT.format(folder=folder, name=name, port=port)
    (folder / "ssh.conf").write_text(client)


def processes_on(host):
    """What runs on a host, by the connection that it came over."""
    return [
        pid
        for pid in tasks_of()
        if environment_of(pid).get("SSH_CONNECTION", "").endswith(f" {PORTS[host]}")
    ]


def lose_host(folder, host):
    """It answers no more, and what ran on it is gone."""
    kill(int((folder / f"{host}.pid").read_text()))
    for pid in processes_on(host):
        kill(pid)


def is_in_the_middle(folder, host):
    """Whether a shard that runs on that host has written some cells."""
    for pid in processes_on(host):
        if name_of(pid) != "spindrift":
            continue
        shard = Path(f"/proc/{pid}/cmdline").read_text().split("\0")[-2]
        if sweeping.is_in_the_middle(folder, shard.replace("/", "-of-")):
            return True
    return False


def inside(program, template, folder):
    sweep = sweeping.Sweep(program, folder, 60, until="10d")
    sweep.run(folder / "alone.sqlite")
    start_hosts(folder)
    results = folder / "results.sqlite"
    logins = ",".join(f"1/ssh -F {folder}/ssh.conf {name}" for name in PORTS)
    process = subprocess.Popen(
        ["bash", template, str(SHARDS), sweep.plan, results, "--sshlogin", logins],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "SPINDRIFT": str(program)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    sweeping.wait_for("a shard on the second host", lambda: is_in_the_middle(folder, "second"))
    lose_host(folder, "second")
    told, _ = process.communicate(timeout=SECONDS_MAX)
    log = (folder / "results.sqlite.joblog").read_text()
    print(told, log, sep="")
    assert process.returncode == 0, f"exit code {process.returncode}"
    assert "written by 2 processes" in told, "the lost shard did not go on"
    ends = [line.split("\t") for line in log.splitlines()[1:]]
    assert len(ends) == SHARDS and all(end[6] == "0" for end in ends), "a shard is not whole"
    on_first = sum(end[1].endswith("first") for end in ends)
    assert on_first > SHARDS / 2, "the lost host was not lost"
    assert sweeping.digest(results) == sweeping.digest(folder / "alone.sqlite")


def main():
    program, template = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    if len(sys.argv) > 3:
        inside(program, template, Path(sys.argv[3]))
        return 0
    sweeping.require_tools("parallel", "ssh", "ssh-keygen", "/usr/sbin/sshd", "unshare", "ip")
    return sweeping.run_apart(__file__, [program, template], SECONDS_MAX)


if __name__ == "__main__":
    sys.exit(main())
