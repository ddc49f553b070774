"""One request after the other over one connection, and how long each takes."""
import socket
import statistics
import time
from urllib.parse import urlsplit

from .setting import fail


class Asker:
    """A connection that is kept open. Written by hand, since a library's own time would be measured with it."""

    def __init__(self, url):
        self.address = urlsplit(url)
        self.socket = socket.create_connection((self.address.hostname, self.address.port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def close(self):
        self.socket.close()

    def request(self, method, path, body, media="application/json"):
        head = (f"{method} {path} HTTP/1.1\r\nHost: {self.address.netloc}\r\nContent-Type: {media}\r\n"
                f"Accept: application/json\r\nContent-Length: {len(body)}\r\n\r\n")
        return head.encode() + body

    def ask(self, request):
        """The status and the body of the answer."""
        self.socket.sendall(request)
        data = self.rest
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), None)
        if length is None:
            fail(f"an answer without a length: {head[:200]}")
        parts, size = [body], len(body)
        while size < length:
            more = self._more()
            parts.append(more)
            size += len(more)
        body = b"".join(parts)
        self.rest = body[length:]
        return int(head[9:12]), body[:length]

    def _more(self):
        data = self.socket.recv(1 << 18)
        if not data:
            fail("the connection was closed")
        return data


def times(asker, request, seconds):
    """Milliseconds of each request, asked again and again for so long."""
    found, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end or len(found) < 20:
        begun = time.perf_counter()
        status, body = asker.ask(request)
        found.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            fail(f"status {status}: {body[:500]}")
    return found


def middle(found):
    return statistics.median(found)


def late(found):
    return sorted(found)[len(found) * 99 // 100]
