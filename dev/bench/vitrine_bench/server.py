"""The server and the baseline as processes, and what they are asked beside the load."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time

from .process import cpu_seconds, memory_mib
from .setting import BASELINE, REPOSITORY, VITRINE, fail


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(database, **more):
    """Settings of the caller's own environment would be measured with it, so none of them is handed on."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("VITRINE_")}
    kept |= {"VITRINE_DATABASE_URL": database.url, "VITRINE_DATA_DIR": str(database.folder)}
    return kept | more


class Process:
    """A process that listens on a port of its own, for as long as the `with` lasts."""

    def __init__(self, command, port, ready, log, **more):
        self.command, self.port, self.ready, self.log, self.more = command, port, ready, log, more

    def __enter__(self):
        with open(self.log, "wb") as log:
            self.child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.more)
        for _ in range(600):
            if self.child.poll() is not None:
                break
            try:
                if self.get(self.ready)[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.05)
        self.__exit__()
        fail(f"{self.command[0]} did not get ready; its log is {self.log}")

    def __exit__(self, *_):
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def request(self, method, path, body=None, key=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {"Content-Type": "application/json"} if body else {}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def get(self, path):
        return self.request("GET", path)

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu(self):
        return cpu_seconds(self.child.pid)

    def memory(self):
        return memory_mib(self.child.pid)


# Each request is answered as if it was asked for the first time.
FORGETFUL = {"VITRINE_CACHING__ANSWER_BYTES": "0"}


class Server(Process):
    """A server that makes each answer anew, unless it `remembers`, as it does by itself."""

    def __init__(self, database, log_filter, binary=VITRINE, remembers=False, **more):
        port = free_port()
        more = ({} if remembers else FORGETFUL) | more
        settings = environment(database, VITRINE_LISTEN=f"127.0.0.1:{port}", VITRINE_LOG=log_filter, **more)
        # Not in the repository's own folder, where a vitrine.toml may lie.
        super().__init__([str(binary), "serve"], port, "/readyz", database.folder / "server.log", env=settings, cwd=database.folder)

    def answer(self, page):
        """The bytes of a page's answer, which must be the page that was meant."""
        status, body = self.request("POST", "/graphql", page.body())
        wrong = page.check(json.loads(body)) if status == 200 else f"status {status}: {body[:300]}"
        if wrong:
            fail(f"the page `{page.name}` ({page.shows}) is not answered: {wrong}")
        return body

    def figures(self):
        """How many GraphQL requests the server has answered, and how many statements it has sent."""
        text = self.get("/metrics")[1].decode()
        requests = sum(float(n) for n in re.findall(r'^vitrine_http_requests_total\{[^}]*route="/graphql"[^}]*\} (\S+)', text, re.M))
        statements = re.search(r"^vitrine_sql_statements_total(?:\{[^}]*\})? (\S+)", text, re.M)
        return requests, float(statements[1])


class Baseline(Process):
    """An axum route that answers the same bytes from memory."""

    def __init__(self, folder):
        port = free_port()
        super().__init__([str(BASELINE), f"127.0.0.1:{port}", str(folder)], port, "/ready", folder / "baseline.log", cwd=REPOSITORY)
