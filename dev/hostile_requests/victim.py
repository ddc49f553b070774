"""A client that behaves: it asks for a page, again and again, over one connection."""
import http.client
import time
from dataclasses import dataclass

PAUSE = 0.01


@dataclass
class Figures:
    count: int
    failed: int
    p50: float
    p99: float


class Victim:
    def __init__(self, port, request):
        self.port, self.request = port, request

    def measure(self, seconds):
        end, took, failed = time.monotonic() + seconds, [], 0
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while time.monotonic() < end:
            began = time.monotonic()
            try:
                connection.request(self.request.method, self.request.path, self.request.body, self.request.headers)
                answer = connection.getresponse()
                body = answer.read()
                failed += answer.status != 200 or b'"errors"' in body
            except OSError:
                failed += 1
                connection.close()
            took.append((time.monotonic() - began) * 1000)
            time.sleep(PAUSE)
        connection.close()
        took.sort()
        at = lambda share: took[min(len(took) - 1, int(len(took) * share))]
        return Figures(len(took), failed, at(0.5), at(0.99))
