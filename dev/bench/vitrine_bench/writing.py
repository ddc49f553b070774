"""A client that changes stock while pages are asked for: each change lets go of every answer that was kept."""
import http.client
import json
import subprocess
import threading
import time

from .server import environment
from .setting import VITRINE, fail

DOCUMENT = ("mutation($input: StockSetInput!, $key: String) { stockSet(input: $input, idempotencyKey: $key) "
            "{ userErrors { code message } } }")
# What generate.py always has.
SKU, LOCATION = "P0000005-1", "berlin"


def key(database):
    """An admin's key."""
    command = [str(VITRINE), "api-key", "create", "--role", "admin", "--name", "bench"]
    settings = environment(database, VITRINE_LOG="error")
    made = subprocess.run(command, capture_output=True, text=True, env=settings, cwd=database.folder)
    if made.returncode != 0:
        fail(f"no key could be made: {made.stderr}")
    return made.stdout.strip()


class Writer(threading.Thread):
    """Changes stock so many times a second, or as often as it can, while the `with` lasts. Nothing at all with 0."""

    def __init__(self, server, secret, wanted):
        super().__init__(daemon=True)
        self.server, self.wanted, self.ends, self.written = server, wanted, threading.Event(), 0
        self.headers = {"Content-Type": "application/json", "Authorization": f"Bearer {secret}"}
        self.wrong = None

    def __enter__(self):
        if self.wanted:
            self.start()
        return self

    def __exit__(self, *_):
        self.ends.set()
        if self.wanted:
            self.join()
        if self.wrong:
            fail(f"stock could not be changed: {self.wrong}")

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        begun = time.monotonic()
        while not self.ends.is_set() and not self.wrong:
            self.write(connection)
            self.ends.wait(max(0.0, begun + self.written / self.wanted - time.monotonic()))

    def write(self, connection):
        lines = [{"sku": SKU, "location": LOCATION, "onHand": self.written % 50 + 1}]
        variables = {"input": {"lines": lines}, "key": f"bench-{time.time_ns()}"}
        connection.request("POST", "/graphql", json.dumps({"query": DOCUMENT, "variables": variables}), self.headers)
        answer = json.loads(connection.getresponse().read())
        self.written += 1
        if answer.get("errors") or answer["data"]["stockSet"]["userErrors"]:
            self.wrong = json.dumps(answer)
