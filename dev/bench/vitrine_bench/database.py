"""A database of the benchmark's own, on SQLite or PostgreSQL."""
import os
import shutil
import subprocess
from urllib.parse import urlsplit, urlunsplit

from .process import DatabaseTime, NoDatabaseTime
from .setting import REPOSITORY, WORK, fail, need, say


class Sqlite:
    kind = "sqlite"
    note = "in the server's process; WAL, synchronous as the server sets it"

    def __init__(self, name):
        self.folder = WORK / name
        self.file = self.folder / "vitrine.db"
        self.url = f"sqlite://{self.file}"

    def exists(self):
        return self.file.exists()

    def create(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def settle(self):
        """Nothing works in the background here."""

    def size_mib(self):
        return sum(file.stat().st_size for file in self.folder.glob("vitrine.db*")) / 2**20

    def time(self):
        return NoDatabaseTime()

    def drop(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres:
    kind = "postgres"

    def __init__(self, name, server):
        self.name = "vitrine_bench_" + name.replace("-", "_")
        self.server = server
        self.folder = WORK / name
        parts = urlsplit(server)
        self.url = urlunsplit((parts.scheme, parts.netloc, f"/{self.name}", parts.query, ""))
        settings = ", ".join(f"{key}={self._ask(f'SHOW {key}')}" for key in ("fsync", "synchronous_commit", "shared_buffers"))
        self.note = f"PostgreSQL {self._ask('SHOW server_version')}; {settings}"

    def _ask(self, sql, url=None):
        command = ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1",
                   "--dbname", url or self.server, "--command", sql]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"PostgreSQL refused `{sql}`: {done.stderr.strip()}")
        return done.stdout.strip()

    def exists(self):
        return self._ask(f"SELECT count(*) FROM pg_database WHERE datname = '{self.name}'") == "1"

    def create(self):
        self.drop()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._ask(f'CREATE DATABASE "{self.name}"')

    def settle(self):
        """What autovacuum would do a minute later: else it does it in the middle of a measurement."""
        self._ask("VACUUM (ANALYZE)", self.url)
        self._ask("CHECKPOINT")

    def size_mib(self):
        return int(self._ask(f"SELECT pg_database_size('{self.name}')")) / 2**20

    def time(self):
        return DatabaseTime(self.name)

    def drop(self):
        self._ask(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)


def open_database(kind, name, server):
    return Sqlite(f"{name}-sqlite") if kind == "sqlite" else Postgres(f"{name}-postgres", server)


class PostgresServer:
    """The server named by VITRINE_TEST_POSTGRES, or a throw-away one that ends with the benchmark."""

    def __init__(self, wanted):
        self.url = os.environ.get("VITRINE_TEST_POSTGRES") or None
        self.wanted = wanted
        self.ours = False

    def __enter__(self):
        if not self.wanted:
            return self
        need("psql", "postgresql-client")
        if self.url is None:
            services = str(REPOSITORY / "dev" / "services")
            self.ours = subprocess.run([services, "status", "postgres"], capture_output=True).returncode != 0
            started = subprocess.run([services, "up", "postgres"], stdout=subprocess.PIPE, text=True)
            if started.returncode != 0:
                fail("PostgreSQL did not start; --database sqlite needs none")
            self.url = started.stdout.strip().partition("=")[2].strip("'\"")
        return self

    def __exit__(self, *_):
        if self.ours:
            say("Stopping PostgreSQL.")
            subprocess.run([str(REPOSITORY / "dev" / "services"), "down", "postgres"])
