"""Attacks on the connection: clients that are slow, silent, or talk nonsense."""
import socket
import time

COUNT = 200


def connect(server):
    stream = socket.create_connection(("127.0.0.1", server.port), timeout=15)
    return stream


def all_closed(streams, seconds, drip=None):
    """Whether the server ends all of them in time, while each gets a byte now and then."""
    end, open_ones = time.monotonic() + seconds, list(streams)
    while open_ones and time.monotonic() < end:
        still = []
        for stream in open_ones:
            try:
                if drip:
                    stream.sendall(drip)
                stream.settimeout(0.001)
                if stream.recv(4096) == b"":
                    continue
            except (TimeoutError, BlockingIOError):
                still.append(stream)
                continue
            except OSError:
                continue
            still.append(stream)
        open_ones = still
        time.sleep(0.3)
    for stream in streams:
        stream.close()
    return len(open_ones)


def answers(server):
    status, _ = server.ask("GET", "/graphql?query=%7B__typename%7D", None, {})
    return [] if status == 200 else [f"the server answers {status} meanwhile"]


def attack(server, name, head, drip, seconds=10):
    streams = []
    for _ in range(COUNT):
        stream = connect(server)
        stream.sendall(head)
        streams.append(stream)
    problems = answers(server)
    began = time.monotonic()
    left = all_closed(streams, seconds, drip)
    print(f"  {COUNT} sockets, {COUNT - left} ended after {time.monotonic() - began:.1f} s  {name}")
    if left:
        problems.append(f"{left} of {COUNT} are still open")
    return problems


def slow_headers(server):
    return attack(server, "slow headers", b"POST /graphql HTTP/1.1\r\nHost: x\r\nX: ", b"y")


def silent(server):
    return attack(server, "silent connections", b"", None)


def slow_bodies(server):
    head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n"
    return attack(server, "slow bodies", head + b'{"query":"' + b" " * 100, b" ")


def large_bodies_that_stop(server):
    head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 250000\r\n\r\n"
    return attack(server, "large bodies that stop", head + b" " * 240_000, None)


def endless_header(server):
    return attack(server, "endless headers", b"POST /graphql HTTP/1.1\r\nHost: x\r\n", b"X-Y: " + b"z" * 2000 + b"\r\n")


def nonsense(server):
    return attack(server, "nonsense", b"\x00\x01\x02\xff\r\n\r\n" * 5, None)


ATTACKS = [slow_headers, silent, slow_bodies, large_bodies_that_stop, endless_header, nonsense]
