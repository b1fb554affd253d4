#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is dedupe still exact, and as fast, at ten million events?

Loads events with random ids, over the hours of a month, in batches; then sends a random hundredth
of them again as they were (all must be duplicates), and again with other content (all must be
conflicts and change nothing). Rows and money are counted in the file. The rate of the last fifth is
told as a ratio to the first fifth's, in wall time and in the daemon's CPU, with bytes an event.

Exit 1 when an event was lost, doubled or changed. At the default size it needs some minutes to an
hour and about 4 GB of disk.
"""

import concurrent.futures
import http.client
import json
import sqlite3
import sys
import threading
import time

import harness

KINDS = 4096
CONNECTION = threading.local()


class Load:
    """Events made from few finished texts and fresh ids; which, is known from the batch's number."""

    def __init__(self, seed, size, now):
        self.seed, self.size = seed, size
        rng = harness.rng_of(seed)
        self.nanos = [rng.randrange(1, 10**8) for _ in range(KINDS)]
        self.tails, self.others = [], []
        for nanos in self.nanos:
            # Most calls are of the last day; the rest lie anywhere in the month.
            age = rng.randrange(86400) if rng.random() < 0.7 else rng.randrange(30 * 86400)
            call = harness.event(rng, now - age, event_id="", nanos=nanos)
            self.tails.append(self.tail(call))
            call["output_tokens"] += 1
            self.others.append(self.tail(call))

    @staticmethod
    def tail(call):
        return harness.compact(call).decode().removeprefix('{"event_id":"')

    def batch(self, number):
        """Ids and kinds of a batch's events."""
        rng = harness.rng_of(f"{self.seed}-{number}")
        return [(f"{rng.getrandbits(128):032x}", rng.getrandbits(12)) for _ in range(self.size)]

    def body(self, events, tails=None):
        tails = tails or self.tails
        return ("[" + ",".join(f'{{"event_id":"{i}{tails[kind]}' for i, kind in events)
                + "]").encode()


def post(port, body):
    """Status and answer over a kept connection; overload is waited for, as a client should."""
    for _ in range(600):
        try:
            if not hasattr(CONNECTION, "kept"):
                CONNECTION.kept = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            CONNECTION.kept.request("POST", "/api/events", body, harness.JSON)
            response = CONNECTION.kept.getresponse()
            status, answer = response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException) as e:
            raise SystemExit(f"the daemon does not answer: {e!r}") from e
        if status not in (429, 503):
            return status, answer
        time.sleep(0.2)
    raise SystemExit(f"overloaded for two minutes: {answer}")


def fill(args, daemon, load, problems):
    """Sends all batches; gives the (wall, CPU) seconds of each fifth and the sample."""
    pool = concurrent.futures.ThreadPoolExecutor(args.connections)
    sample, total, fifths = [], 0, []
    picking = harness.rng_of(f"{args.seed}-sample")
    count = args.events // args.batch

    def one(number):
        events = load.batch(number)
        return events, *post(daemon.port, load.body(events))

    for fifth in range(5):
        numbers = range(fifth * count // 5, (fifth + 1) * count // 5)
        wall, cpu = time.monotonic(), harness.cpu_seconds(daemon.pid)
        for events, status, answer in pool.map(one, numbers):
            if (status, answer.get("accepted")) != (200, len(events)):
                problems.append(f"first sent: {status} {str(answer)[:200]}")
            total += sum(load.nanos[kind] for _, kind in events)
            sample += [event for event in events if picking.random() < 0.01]
        fifths.append((time.monotonic() - wall, harness.cpu_seconds(daemon.pid) - cpu,
                       len(numbers) * args.batch))
        print(f"{(fifth + 1) * 20} % after {fifths[-1][0]:.0f} s more", file=sys.stderr)
    return fifths, sample, total


def again(daemon, load, sample, problems):
    """Sends the sample as it was and with other content, shuffled over all hours."""
    harness.rng_of("order").shuffle(sample)
    took = time.monotonic()
    for i in range(0, len(sample), 1000):
        part = sample[i:i + 1000]
        status, answer = post(daemon.port, load.body(part))
        if (status, answer) != (200, {"accepted": 0, "duplicates": len(part), "rejected": []}):
            problems.append(f"sent again: {status} {str(answer)[:200]}")
    took = time.monotonic() - took
    for i in range(0, len(sample), 1000):
        part = sample[i:i + 1000]
        status, answer = post(daemon.port, load.body(part, load.others))
        if (status, answer.get("accepted"), len(answer.get("rejected", ()))) != (422, 0, len(part)):
            problems.append(f"other content: {status} {str(answer)[:200]}")
    return took


def count(daemon, wanted, problems):
    """Rows and money in the file; bytes of it."""
    with sqlite3.connect(daemon.database) as connection:
        got = connection.execute(
            "select count(*), count(distinct event_id), sum(cost_nanos) from event").fetchone()
        booked = connection.execute("select sum(requests), sum(cost_nanos) from record").fetchone()
    if got != (wanted[0], wanted[0], wanted[1]):
        problems.append(f"rows, ids, nanos in the file: {got}, sent: {wanted}")
    if booked != wanted:
        problems.append(f"requests, nanos in the records: {booked}, sent: {wanted}")
    return sum(p.stat().st_size for p in daemon.folder.glob("ledger.db*"))


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--seed", default="1")
    args = parser.parse_args()
    args.events -= args.events % (5 * args.batch)
    problems = []
    with harness.Work(args) as work, harness.Daemon(args.jar, work) as daemon:
        daemon.start()
        load = Load(args.seed, args.batch, int(time.time()))
        own = time.process_time()
        fifths, sample, nanos = fill(args, daemon, load, problems)
        own = time.process_time() - own
        took = again(daemon, load, list(sample), problems)
        told = harness.get(daemon.port, "/metrics")[1].decode()
        peak = harness.peak_mib(daemon.pid)
        daemon.stop()
        size = count(daemon, (args.events, nanos), problems)
        for outcome, want in (("accepted", args.events), ("duplicate", len(sample)),
                              ("conflict", len(sample)), ("rejected", 0)):
            got = harness.samples(told).get(f'aispend_events_total{{outcome="{outcome}",}}')
            if got != want:
                problems.append(f"aispend_events_total {outcome}: {got}, should be {want}")
        show(args, fifths, sample, took, size, own, peak)
        for problem in problems[:20]:
            print("FAILED", problem)
        if problems:
            sys.exit(1)
        print("passed: none lost, none doubled, none changed")


def show(args, fifths, sample, took, size, own, peak):
    first, rows = fifths[0], []
    for i, (wall, cpu, events) in enumerate(fifths):
        rows.append([f"fifth {i + 1}", events / wall, events / wall / (first[2] / first[0]),
                     cpu / events * 1e6, cpu / events / (first[1] / first[2])])
    harness.table(rows, ("load", "events/s", "to the first", "CPU us/event", "to the first"))
    print(f"\n{len(sample):,} sent again: {len(sample) / took:,.0f}/s; with other content: all"
          f" conflicts\n{size / args.events:.0f} bytes of file an event, RSS at most {peak:.0f} MiB,"
          f" client {own / args.events * 1e6:.1f} us an event")


if __name__ == "__main__":
    main()
