# SPDX-License-Identifier: Apache-2.0
"""Broken and hostile clients for abuse.py, on raw sockets.

Each gives a list of sentences: what was wrong. That others are served meanwhile, abuse.py watches.
"""

import contextlib
import socket
import time

HEAD = b"POST /api/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
WHOLE_HEAD = HEAD + b"Content-Length: 100\r\n\r\n"
GONE = "closed"


def connect(port, timeout=20):
    connection = socket.create_connection(("127.0.0.1", port), timeout)
    return connection


def status(connection):
    """The status that comes, or that the connection was closed; raises when neither does."""
    try:
        line = connection.recv(4096)
    except ConnectionError:
        return GONE
    return int(line.split()[1]) if line else GONE


def exchange(port, data, timeout=20):
    with connect(port, timeout) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(data)
        return status(connection)


def expect(got, right):
    return [] if got in right else [f"answered {got}, right are {sorted(map(str, right))}"]


@contextlib.contextmanager
def many(port, count, data=b""):
    """So many connections, each having sent the same, all left open."""
    opened = []
    try:
        for _ in range(count):
            connection = connect(port)
            opened.append(connection)
            with contextlib.suppress(ConnectionError):
                connection.sendall(data)
        yield opened
    finally:
        for connection in opened:
            connection.close()


def huge_by_length(port, call):
    head = HEAD + b"Content-Length: 1073741824\r\n\r\n"
    return expect(exchange(port, head + b"[" + b" " * 65536), {413})


def huge_by_chunks(port, call):
    """It may answer or cut the line, but must not read a gigabyte."""
    chunk, sent = b"100000\r\n" + b" " * 2**20 + b"\r\n", 0
    with connect(port) as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n[\r\n")
        with contextlib.suppress(ConnectionError, TimeoutError):
            connection.settimeout(5)
            for sent in range(1024):
                connection.sendall(chunk)
        problems = [f"{sent} MB were taken"] if sent > 64 else []
        with contextlib.suppress(TimeoutError):
            return problems + expect(status(connection), {413, GONE})
        return [*problems, "neither answered nor closed"]


def half_body(port, call):
    """Given up within the time a body may take (60 s) and some."""
    with connect(port, 75) as connection:
        connection.sendall(HEAD + f"Content-Length: {len(call)}\r\n\r\n".encode() + call[:-9])
        try:
            return expect(status(connection), {400, 408, GONE})
        except TimeoutError:
            return ["half a body was waited for longer than 75 s"]


def slow_headers(port, call):
    """A byte each half second: given up within half a minute."""
    end = time.monotonic() + 30
    with connect(port) as connection:
        connection.settimeout(0.5)
        try:
            for byte in HEAD * 100:
                connection.sendall(bytes([byte]))
                with contextlib.suppress(TimeoutError):
                    return expect(status(connection), {400, 408, GONE})
                if time.monotonic() > end:
                    return ["headers that trickle are waited for longer than 30 s"]
        except ConnectionError:
            return []
    return []


def idle(port, call, count=1000):
    with many(port, count):
        time.sleep(2)
    return []


def half_sent(port, call):
    with many(port, 300, WHOLE_HEAD + b'{"event_id":"bad'):
        time.sleep(3)
    return []


def half_headers(port, call):
    with many(port, 300, HEAD[:60]):
        time.sleep(3)
    return []


def trickling(port, call):
    with many(port, 300, WHOLE_HEAD) as opened:
        for _ in range(6):
            for connection in opened:
                with contextlib.suppress(ConnectionError):
                    connection.sendall(b" ")
            time.sleep(0.5)
    return []


def nearly_full(port, call):
    """100 bodies of almost 8 MB, none of them ended: more than the heap."""
    piece = b" " * 2**20
    with many(port, 100, HEAD + b"Content-Length: 8388608\r\n\r\n") as opened:
        for connection in opened:
            connection.settimeout(2)
            with contextlib.suppress(OSError):
                for _ in range(7):
                    connection.sendall(piece)
        time.sleep(1)
    return []


def never_reading(port, call):
    with many(port, 50, b"GET /metrics HTTP/1.1\r\nHost: bench\r\n\r\n" * 20):
        time.sleep(3)
    return []


def length_and_chunked(port, call):
    """Must be refused, or be the last of its connection: what follows must not be a request."""
    inner = HEAD + f"Content-Length: {len(call)}\r\n\r\n".encode() + call
    body = b"0\r\n\r\n" + inner
    return one_answer(port, HEAD + b"Transfer-Encoding: chunked\r\n"
                      + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)


def two_lengths(port, call):
    inner = HEAD + f"Content-Length: {len(call)}\r\n\r\n".encode() + call
    return one_answer(port, HEAD + f"Content-Length: 2\r\nContent-Length: {len(inner) + 2}\r\n\r\n"
                      .encode() + b"[]" + inner)


def one_answer(port, data):
    with connect(port, 3) as connection:
        connection.sendall(data)
        got = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while more := connection.recv(65536):
                got += more
    answers = [int(part[:3]) for part in got.split(b"HTTP/1.1 ")[1:]]
    if 200 in answers[1:] or (answers and answers[0] not in (200, 400, 422)):
        return [f"answered {answers}"]
    return []


def long_line(port, call):
    return expect(exchange(port, b"GET /" + b"a" * 10**6 + b" HTTP/1.1\r\nHost: b\r\n\r\n"),
                  {400, 404, 414, 431, GONE})


def many_headers(port, call):
    head = b"".join(b"X-%d: y\r\n" % i for i in range(10_000))
    return expect(exchange(port, HEAD + head + b"\r\n"), {400, 431, GONE})


def not_http(port, call):
    return expect(exchange(port, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"), {400, GONE})


CASES = {
    "1 GB body by length": huge_by_length, "1 GB body in chunks": huge_by_chunks,
    "half a body, then silence": half_body, "headers a byte at a time": slow_headers,
    "1,000 idle connections": idle, "300 half-sent requests": half_sent,
    "300 half-sent headers": half_headers, "300 trickling bodies": trickling,
    "100 bodies of 7 of 8 MB": nearly_full, "50 who never read their answers": never_reading,
    "length and chunked at once": length_and_chunked, "two lengths": two_lengths,
    "request line of 1 MB": long_line, "10,000 headers": many_headers,
    "TLS to a plain port": not_http}
