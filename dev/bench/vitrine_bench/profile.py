"""Samples of perf, summed up by thread, by crate and by function."""
import re
import subprocess
from collections import Counter

from .report import table
from .setting import fail

# Code that works for whoever calls it: its time is put down to its caller.
SERVANTS = {"core", "alloc", "std", "hashbrown", "mimalloc", "libmimalloc_sys", "memchr", "smallvec", "bytes", "indexmap", "itoa", "ryu"}
OURS = ("domain", "persistence", "feed", "search", "graphql", "server", "migrations")
ALLOCATOR = re.compile(r"^_?mi_|mimalloc|^(__libc_)?(malloc|free|calloc|realloc)$")
FRAME = re.compile(r"^\s+[0-9a-f]+ (.*) \((.*)\)$")


def record(pids, seconds, frequency, path):
    """Starts perf; `wait` on what it gives."""
    command = ["perf", "record", "--event", "cpu-clock", "--freq", str(frequency), "--call-graph", "dwarf,16384", "--output", str(path),
               "--pid", ",".join(map(str, pids)), "--", "sleep", str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def samples(path, inline):
    """(thread, frames) of each sample, the innermost frame first; a frame is (function, file of code)."""
    command = ["perf", "script", "--input", str(path), "--fields", "comm,ip,sym,dso"] + ([] if inline else ["--no-inline"])
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace")
    thread, frames = None, []
    for line in reader.stdout:
        found = FRAME.match(line)
        if found:
            frames.append((found[1], found[2].rpartition("/")[2]))
        elif line.strip():
            thread = line.strip()
        elif frames:
            yield thread, frames
            frames = []
    if frames:
        yield thread, frames
    if reader.wait() != 0:
        fail(f"perf could not read {path}")


def crate(function, code):
    """The crate or library that a function belongs to."""
    if code.startswith("[kernel") or code.startswith("[guest"):
        return "kernel"
    if code == "postgres" or code.startswith("lib"):
        return code
    if function.startswith("sqlite3") or function.startswith("sqlite"):
        return "sqlite3"
    path = re.match(r"^[<&(*\[]*(?:dyn |mut |const )*([A-Za-z_]\w*)::", function)
    return path[1] if path else ""


def short(function):
    """A function without hashes and generic arguments' detail."""
    function = re.sub(r"::h[0-9a-f]{16}\b", "", function)
    return function if len(function) <= 110 else function[:107] + "…"


def summary(path, top, inline):
    threads, crates, functions, around = Counter(), Counter(), Counter(), Counter()
    allocator = total = 0
    for thread, frames in samples(path, inline):
        total += 1
        threads[thread] += 1
        functions[frames[0]] += 1
        if any(ALLOCATOR.search(function) for function, _ in frames[:4]):
            allocator += 1
        crates[next((name for name in (owner(frame) for frame in frames) if name), "(unknown)")] += 1
        around.update({short(function) for function, code in frames if crate(function, code) in OURS})
    if not total:
        fail("perf took no sample")
    share = lambda count: f"{100 * count / total:.1f} %"
    rows = lambda counter, count: [[name, share(n)] for name, n in counter.most_common(count)]
    return "\n\n".join([
        f"{total:,} samples; in the allocator {share(allocator)}",
        table(["thread", "share"], rows(threads, 12)),
        table(["crate or library (the standard library's and the allocator's time is its caller's)", "share"], rows(crates, 30)),
        table(["function, by itself", "share"], [[f"{short(name)} ({code})", share(n)] for (name, code), n in functions.most_common(top)]),
        table(["function of Vitrine, with all that it calls", "share"], rows(around, top)),
    ])


def owner(frame):
    name = crate(*frame)
    return None if not name or name in SERVANTS or name.startswith(("libc.", "libc-", "ld-", "libm.")) or ALLOCATOR.search(frame[0]) else name
