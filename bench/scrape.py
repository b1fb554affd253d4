#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long a scrape takes with 20,000 and 100,000 series, beside a server of the same bytes.

Fills a daemon with events of many users until /metrics has about so many series; takes its bytes
and serves them from a process that does nothing else (the floor: what moving them costs), and from
an exporter with simpleclient and a Pushgateway, where one is installed, that were given the same
series. All are scraped in turn, plain and gzip; the daemon also right after an event, when it
cannot show what it showed before. Then the daemon takes in events, in turn while it is scraped each
second and while not. Checks that plain and gzip are the same series, that no series is there twice,
and that there are as many as asked for, within a tenth.
"""

import collections
import gzip
import http.client
import json
import multiprocessing
import shutil
import socket
import statistics
import sys
import threading
import time
import uuid

import harness
import intake
import peers

# Each user has one combination: cost, two kinds of tokens, requests.
SERIES_OF_A_USER = 4
CONFIG = """
[labels]
metrics = ["provider", "project", "model", "feature", "user"]
max_series = {bound}
top = {{ feature = 1, user = {users} }}
new_series_hold = "0s"
"""


def config(users):
    # Tokens have 30 % of the bound: five kinds for each user and "other", of two features.
    return CONFIG.format(users=users, bound=min(1_000_000, 1_000 + 36 * (users + 1)))


def call_of(user):
    call = harness.event(harness.rng_of(user), time.time() - 60, nanos=1 + user)
    call.update(provider="bedrock", model="claude-sonnet", project_id="storefront",
                feature="search", user_id=f"user-{user:06d}", cache_read_tokens=0)
    return call


def send(port, calls):
    for _ in range(100):
        status, body = harness.request(port, "POST", "/api/events", harness.compact(calls),
                                       harness.JSON, 120)
        if status not in (429, 503):
            break
        time.sleep(0.5)
    if status != 200 or json.loads(body)["rejected"]:
        raise SystemExit(f"sending: {status} {body[:300]}")


def fill(daemon, users):
    """One event a user: equal but for user and cost."""
    for first in range(0, users, 1000):
        send(daemon.port, [call_of(user) for user in range(first, min(users, first + 1000))])


class AfterAnEvent:
    """The daemon once more; something is committed before each scrape."""

    name = "aispend after an event"

    def __init__(self, ours):
        self.port, self.pid = ours.port, ours.pid

    def before(self):
        send(self.port, [{**call_of(0), "event_id": str(uuid.uuid4())}])

    def stop(self):
        """The daemon is stopped by who started it."""


def serve(listening, plain, packed):
    """Answers each request on a kept connection with finished bytes."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n"
    answers = [head + extra + f"Content-Length: {len(b)}\r\n\r\n".encode() + b for extra, b in
               ((b"", plain), (b"Content-Encoding: gzip\r\n", packed))]
    while True:
        connection, _ = listening.accept()
        with connection:
            asked = b""
            while more := connection.recv(65536):
                asked += more
                if asked.endswith(b"\r\n\r\n"):
                    connection.sendall(answers[b"gzip" in asked])
                    asked = b""


class Static:
    name = "static bytes"

    def __init__(self, plain, packed):
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        self.process = multiprocessing.Process(
            target=serve, args=(listening, plain, packed), daemon=True)
        self.process.start()
        self.pid = self.process.pid
        listening.close()

    def stop(self):
        self.process.terminate()


def scrape(connection, packed):
    """Milliseconds until the last byte, and the bytes; on a kept connection, as Prometheus does."""
    began = time.perf_counter()
    connection.request("GET", "/metrics", headers={
        "Accept": "text/plain;version=0.0.4", "Accept-Encoding": "gzip" if packed else "identity"})
    response = connection.getresponse()
    body = response.read()
    took = (time.perf_counter() - began) * 1000
    if response.status != 200 or (response.getheader("Content-Encoding") == "gzip") != packed:
        raise SystemExit(f"scrape: {response.status} {response.getheaders()}")
    return took, body


def measure(args, targets):
    """{(name, packed): [(ms, CPU ms) of each round]}, the first two thrown away, and the bytes."""
    times, sizes = collections.defaultdict(list), {}
    kept = {t.name: http.client.HTTPConnection("127.0.0.1", t.port, timeout=120) for t in targets}
    for number in range(args.rounds + 2):
        for target in targets:
            for packed in (False, True):
                getattr(target, "before", lambda: None)()
                cpu = harness.cpu_seconds(target.pid)
                took, body = scrape(kept[target.name], packed)
                cpu = (harness.cpu_seconds(target.pid) - cpu) * 1000
                if number > 1:
                    times[target.name, packed].append((took, cpu))
                sizes[target.name, packed] = len(body)
    return times, sizes


def names(body):
    return [line.rsplit(b" ", 1)[0] for line in body.splitlines() if line and line[:1] != b"#"]


def check(plain, packed, wanted, problems):
    series, unpacked = names(plain), names(gzip.decompress(packed))
    if len(set(series)) != len(series):
        problems.append(f"{len(series) - len(set(series))} series are there twice")
    if set(series) != set(unpacked):
        problems.append("plain and gzip are not the same series")
    if abs(len(series) - wanted) > wanted / 10:
        problems.append(f"{len(series)} series instead of about {wanted}")
    return len(series)


def plain_kinds(plain):
    """The counters and gauges of the same text, with the type of each."""
    kinds, lines = set(), []
    for line in plain.decode().splitlines():
        words = line.split(" ")
        if words[:2] == ["#", "TYPE"] and words[3] in ("counter", "gauge"):
            kinds.add(words[2])
        if line.split("{")[0] in kinds and "aispend_" in line or words[:2] == ["#", "TYPE"]:
            lines.append(line) if words[0] != "#" or words[3] in ("counter", "gauge") else None
    return "\n".join(lines) + "\n"


def push(gateway, text):
    status, body = harness.request(gateway.port, "POST", "/metrics/job/bench", text, {}, 300)
    if status not in (200, 202):
        print(f"skipped: Pushgateway: {status} {body[:200]}")
        return False
    return True


def while_scraped(args, ours):
    """P17: how many events are taken in while /metrics is scraped each second, and while not."""
    if not args.intake_seconds:
        return
    if not shutil.which("wrk"):
        print("skipped: intake while scraped: no wrk (Debian package wrk)")
        return
    alone, scraped, took = [], [], []
    for number in range(args.intake_rounds + 1):
        for rates, scraping in ((alone, False), (scraped, True)):
            done = threading.Event()
            scraper = threading.Thread(target=scrape_each_second, args=(ours.port, done, took))
            if scraping:
                scraper.start()
            rate = intake.load(ours, "aispend", 4, 1000, args.intake_seconds)["rate"]
            done.set()
            if scraping:
                scraper.join()
            rates += [rate] if number else []
    print(f"\nintake: {statistics.median(scraped):,.0f} events/s while scraped each second, "
          f"{statistics.median(alone):,.0f} while not: {harness.ratios(scraped, alone)}; "
          f"a scrape took {statistics.median(took):.0f} ms, at most {max(took):.0f}")


def scrape_each_second(port, done, took):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while not done.is_set():
        took.append(scrape(connection, True)[0])
        done.wait(1)
    connection.close()


def trial(args, wanted, work, problems):
    users = wanted // SERIES_OF_A_USER
    targets = []
    try:
        ours = peers.Aispend(work / str(wanted), args.jar, config(users),
                             args.java_opts or harness.JAVA_OPTS).start()
        targets.append(ours)
        fill(ours.daemon, users)
        connection = http.client.HTTPConnection("127.0.0.1", ours.port, timeout=120)
        plain, packed = (scrape(connection, each)[1] for each in (False, True))
        series = check(plain, packed, wanted, problems)
        targets.insert(0, Static(plain, packed))
        targets.append(AfterAnEvent(ours))
        targets.append(peers.Simpleclient(work / str(wanted)).start(args.jar, plain_kinds(plain)))
        if peers.Pushgateway.missing():
            print("skipped:", peers.Pushgateway.missing())
        else:
            gateway = peers.Pushgateway(work / str(wanted)).start()
            targets.append(gateway)
            if not push(gateway, plain_kinds(plain)):
                targets.remove(gateway)
                gateway.stop()
        show(series, *measure(args, targets), harness.peak_mib(ours.pid))
        while_scraped(args, ours)
    finally:
        for target in targets:
            target.stop()


def show(series, times, sizes, peak):
    print(f"\n{series:,} series; the daemon's RSS was at most {peak:.0f} MiB")
    base = [took for took, _ in times[Static.name, False]]
    rows = []
    for (name, packed), each in times.items():
        took = [t for t, _ in each]
        rows.append([f"{name}, {'gzip' if packed else 'plain'}", statistics.median(took),
                     harness.ratios(took, base), statistics.mean(c for _, c in each),
                     sizes[name, packed] / 2**20])
    harness.table(rows, ("target", "p50 ms", "time to static plain", "CPU ms", "MiB"))


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--series", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--intake-seconds", type=int, default=5,
                        help="of each load while scraped and while not; 0: none (%(default)s)")
    parser.add_argument("--intake-rounds", type=int, default=3, help="after one to warm up")
    parser.add_argument("--java-opts", help="instead of those of ./aispend")
    args = parser.parse_args()
    problems = []
    with harness.Work(args) as work:
        for wanted in args.series:
            trial(args, wanted, work, problems)
        for problem in problems:
            print("FAILED", problem)
        if problems:
            sys.exit(1)


if __name__ == "__main__":
    main()
