"""The server under attack, on a database of its own."""
import http.client
import os
import re
import subprocess
import threading
import time


class Server:
    def __init__(self, binary, folder, feed, database_url, anew):
        self.binary, self.folder, self.feed = binary, folder, feed
        settings = {"VITRINE_DATA_DIR": str(folder / "data"), "VITRINE_SERVER__HEADER_TIMEOUT_SECONDS": "3",
                    "VITRINE_SERVER__BODY_TIMEOUT_SECONDS": "3", "VITRINE_LOG": "error"}
        if anew:
            settings["VITRINE_CACHING__ANSWER_BYTES"] = "0"
        if database_url:
            settings["VITRINE_DATABASE_URL"] = database_url
        self.environment = {"PATH": os.environ["PATH"], **settings}

    def __enter__(self):
        if self.feed:
            subprocess.run([self.binary, "import", self.feed], env=self.environment, cwd=self.folder, check=True, stderr=subprocess.DEVNULL)
        sample = [] if self.feed else ["--sample"]
        self.process = subprocess.Popen([self.binary, "serve", "--listen", "127.0.0.1:0", *sample], env=self.environment, cwd=self.folder,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.port = int(re.search(r":(\d+)/graphql", line).group(1))
        while self.ask("GET", "/readyz", None, {})[0] != 200:
            time.sleep(0.1)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)

    def ask(self, method, path, body, headers, timeout=20):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            try:
                connection.request(method, path, body, headers)
            except (BrokenPipeError, ConnectionResetError):
                # It stopped reading; what it said before can still be read.
                pass
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def request(self, request):
        """Sends a request; gives its status and the size of its answer."""
        status, body = self.ask(request.method, request.path, request.body, request.headers)
        return status, len(body)

    def status(self, field):
        text = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(rf"{field}:\s+(\d+) kB", text).group(1)) / 1024

    def memory(self):
        """Megabytes of its own memory now. Pages of files that it maps, such as the database's, are the system's cache: they
        are given back when memory is needed, and are not counted."""
        return self.status("RssAnon")

    def watch(self):
        """Looks from now on how much it has at most."""
        return Watch(self)


class Watch:
    EVERY = 0.02

    def __init__(self, server):
        self.server, self.before, self.ended = server, server.memory(), threading.Event()
        self.peak = self.before
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self):
        while not self.ended.wait(self.EVERY):
            self.peak = max(self.peak, self.server.memory())

    def end(self):
        self.ended.set()
        self.thread.join()
        return self.peak
