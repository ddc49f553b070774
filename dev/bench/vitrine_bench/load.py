"""The load: wrk, which keeps each of its connections busy with one request after the other."""
import json
import subprocess

from .setting import BENCH, fail

SCRIPT = BENCH / "vitrine_bench" / "load.lua"


def drive(url, body, concurrency, seconds):
    """Figures of wrk: requests, seconds, bytes, p50_ms, p99_ms. One thread sends, so that it takes little from the server."""
    command = ["wrk", "--threads", "1", "--connections", str(concurrency), "--duration", f"{seconds}s", "--timeout", "30s",
               "--script", str(SCRIPT), url, "--", str(body)]
    done = subprocess.run(command, capture_output=True, text=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("FIGURES ")), None)
    if done.returncode != 0 or line is None:
        fail(f"wrk failed: {done.stdout}{done.stderr}")
    figures = json.loads(line.removeprefix("FIGURES "))
    if figures["failed"] or not figures["requests"]:
        fail(f"{figures['failed']} of {figures['requests']} requests to {url} failed")
    return figures
