"""`vitrine import`, measured."""
import os
import subprocess
import time

from .server import environment
from .setting import VITRINE, fail


def measure(database, feed, products, binary=VITRINE):
    """Imports a feed into a new database with this program. Memory in MiB, times in seconds."""
    database.create()
    log = database.folder / "import.log"
    with database.time() as spent, open(log, "wb") as output:
        began, cpu_before = time.monotonic(), spent.seconds()
        child = subprocess.Popen([str(binary), "import", str(feed)], env=environment(database), cwd=database.folder,
                                 stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        # Its last sample of the backends is at most 0.2 s old when they go.
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        database_cpu = spent.seconds() - cpu_before
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        fail(f"the import into {database.kind} failed; the end of {log}:\n" + "\n".join(line[:500] for line in log.read_text().splitlines()[-8:]))
    database.settle()
    return {
        "products": products, "database": database.kind, "seconds": wall, "products_per_second": products / wall,
        "peak_memory_mib": used.ru_maxrss / 1024, "importer_cpu_seconds": used.ru_utime + used.ru_stime,
        "database_cpu_seconds": database_cpu, "feed_mib": feed.stat().st_size / 2**20, "database_mib": database.size_mib(),
    }
