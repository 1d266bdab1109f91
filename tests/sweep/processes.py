"""Which processes there are, and how to end them as an accident would."""

import os
import signal
from pathlib import Path


def kill(pid):
    try:
        # The namespace's own first process is never a task.
        if pid > 1:
            os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def environment_of(pid):
    try:
        settings = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
    except OSError:
        return {}
    return dict(setting.split("=", 1) for setting in settings if "=" in setting)


def tasks_of(**settings):
    """The processes that have all of these in their environment, as tasks have their numbers."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        environment = environment_of(entry.name)
        if all(environment.get(name) == str(value) for name, value in settings.items()):
            found.append(int(entry.name))
    return found


def parent_of(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def name_of(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""
