"""CPU time and memory of processes, from /proc."""
import os
import re
import threading
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    """User and system time of a process with all its threads, in seconds. None: it has ended."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(after_name[11]) + int(after_name[12])) / TICKS


def memory_mib(pid, field="VmRSS"):
    """Resident memory in MiB: now (VmRSS) or at its highest (VmHWM)."""
    found = re.search(rf"^{field}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024


def postgres_backends(database):
    """Processes of PostgreSQL that serve a database, found by the titles that they give themselves."""
    pids = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                title = Path(f"/proc/{entry}/cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if title.startswith("postgres:") and f" {database} " in title:
                pids.append(int(entry))
    return pids


class DatabaseTime:
    """CPU time that PostgreSQL's backends spend for one database, also those that end meanwhile.

    What its shared processes do (checkpointer, WAL writer, autovacuum) is not in it: other databases use them too.
    """

    def __init__(self, database):
        self.database = database
        self.seen = {}
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()

    def _watch(self):
        while not self.ended.wait(0.2):
            self.seconds()

    def seconds(self):
        for pid in postgres_backends(self.database):
            spent = cpu_seconds(pid)
            if spent is not None:
                self.seen[pid] = max(spent, self.seen.get(pid, 0.0))
        return sum(list(self.seen.values()))


class NoDatabaseTime:
    """SQLite works inside the process that uses it."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def seconds(self):
        return 0.0
