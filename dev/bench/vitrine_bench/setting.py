"""Where things are, and what must be installed."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
BENCH = REPOSITORY / "dev" / "bench"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", REPOSITORY / "target"))
WORK = TARGET / "bench"
VITRINE = TARGET / "release" / "vitrine"
BASELINE = TARGET / "release" / "examples" / "baseline"


def say(text=""):
    """A line for people, at once. Standard output is for the tables."""
    print(text, file=sys.stderr, flush=True)


def fail(text):
    raise SystemExit(f"{Path(sys.argv[0]).name}: {text}")


def need(program, package):
    if shutil.which(program) is None:
        fail(f"{program} is not installed (Debian and Ubuntu: apt-get install {package})")


def build(skip, examples=None):
    """The release binary, and examples with their packages (without: the baseline) with the same profile."""
    examples = examples or [("server", "baseline")]
    if skip:
        for binary in (VITRINE, *(TARGET / "release" / "examples" / name for _, name in examples)):
            if not binary.exists():
                fail(f"{binary} does not exist; leave out --no-build")
        return
    say("Building the release binary…")
    command = ["cargo", "build", "--release", "--package", "server", "--bin", "vitrine"]
    for package, name in examples:
        command += ["--package", package, "--example", name]
    if subprocess.run(command, cwd=REPOSITORY).returncode != 0:
        fail("the build failed")
