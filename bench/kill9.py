#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills the daemon (SIGKILL) at random moments under load, and looks for what was lost.

Several clients send single events and batches, some of them hours or months late, and send again,
with the same ids, whatever was not acknowledged. After each kill a copy of the file must hold every
event acknowledged so far. At the end each event must be there exactly once, in its true hour; all
sums, the counters, /api and /metrics must equal what was sent, to the nano; sending everything
again must give duplicates only; and no counter may ever have fallen. The checks themselves are then
tried on damaged copies: each damage must be found.

Exit 0: all held. Exit 1: something did not, or a damage was not seen.
"""

import collections
import decimal
import http.client
import json
import random
import sys
import threading
import time
import uuid

import harness
import kill9_checks as checks

DAY = 86400
HOLD = '[labels]\nnew_series_hold = "2s"\n'  # so that the last look at /metrics need not wait 75 s
LATE = ((0.70, 0, 60), (0.15, 3600, 30 * 3600), (0.15, 2 * DAY, 80 * DAY))


class Book:
    """What was sent and what was answered; many threads write to it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.calls, self.truth, self.acked, self.problems = {}, {}, set(), []
        self.tally = collections.Counter()

    def add(self, calls):
        with self.lock:
            for call in calls:
                self.calls[call["event_id"]] = call
                self.truth[call["event_id"]] = truth(call)

    def acknowledge(self, calls, answer, attempt):
        with self.lock:
            self.acked.update(call["event_id"] for call in calls)
            self.tally["accepted"] += answer["accepted"]
            self.tally["duplicates"] += answer["duplicates"]
            if answer["rejected"]:
                self.problems.append(f"rejected: {answer['rejected'][0]}")
            if answer["accepted"] + answer["duplicates"] != len(calls):
                self.problems.append(f"{len(calls)} sent, answered {answer}")
            if attempt == 0 and answer["duplicates"]:
                self.problems.append("an event was called a duplicate when first sent")

    def snapshot(self):
        with self.lock:
            return set(self.acked), dict(self.truth)


def truth(call):
    """When the call was, and what it cost."""
    return harness.seconds_of(call["timestamp"]), checks.calls_nanos(call)


class Client(threading.Thread):
    """Sends until told to stop, then sends what is still open."""

    def __init__(self, number, port, book, most, seed):
        super().__init__(daemon=True)
        self.port, self.book, self.most = port, book, most
        self.rng, self.done = random.Random(f"{seed}-{number}"), threading.Event()
        self.connection = None

    def run(self):
        try:
            while not self.done.is_set():
                self.deliver(self.made())
                time.sleep(self.rng.random() * (0.002 if self.most == 1 else 0.15))
        except Exception as e:  # a client that dies quietly would make the run look clean
            self.book.problems.append(f"a client died: {e!r}")
            raise

    def made(self):
        calls = []
        for _ in range(self.rng.randint(1, self.most)):
            shares = [share for share, _, _ in LATE]
            _, least, greatest = self.rng.choices(LATE, shares)[0]
            at = int(time.time()) - self.rng.randint(least, greatest)
            calls.append(harness.event(self.rng, at, nanos=self.rng.randrange(1, 10**9)))
        self.book.add(calls)
        return calls

    def deliver(self, calls):
        body = harness.compact(calls[0] if self.most == 1 else calls)
        attempt = 0
        while True:
            status, answer = self.post(body)
            if status == 200:
                return self.book.acknowledge(calls, json.loads(answer), attempt)
            if status not in (None, 429, 503):
                self.book.problems.append(f"answered {status}: {answer[:200]}")
                return None
            self.book.tally[f"sent again after {status or 'no answer'}"] += 1
            attempt += status is None
            time.sleep(0.02 + self.rng.random() * 0.1)

    def post(self, body):
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            self.connection.request("POST", "/api/events", body, harness.JSON)
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            return None, b""


class Trial:
    """The daemon, its clients, and what was seen of the counters."""

    def __init__(self, args, work):
        self.args, self.work, self.book = args, work, Book()
        self.rng = random.Random(args.seed)
        self.daemon = harness.Daemon(args.jar, work, HOLD)
        self.clients = [Client(i, self.daemon.port, self.book, 1, args.seed) for i in range(4)]
        self.clients += [Client(9 + i, self.daemon.port, self.book, args.batch, args.seed)
                         for i in range(2)]
        self.shown, self.stored, self.starts = {}, {}, []

    def load_and_kill(self):
        self.daemon.start()
        for client in self.clients:
            client.start()
        for kill in range(self.args.kills):
            starting = kill % 7 == 3
            time.sleep(self.rng.uniform(0.05, 1.5) if starting else self.rng.uniform(0.1, 2.0))
            if not starting:
                self.look_at_metrics()
            self.daemon.kill()
            self.look_at_file(f"kill {kill + 1}")
            began = time.monotonic()
            self.daemon.start(wait=(kill + 1) % 7 != 3)
            self.starts += [time.monotonic() - began] if (kill + 1) % 7 != 3 else []
            if self.args.terms and kill % max(1, self.args.kills // self.args.terms) == 0:
                self.stop_in_order()
        for client in self.clients:
            client.done.set()
        for client in self.clients:
            client.join(120)
            if client.is_alive():
                self.book.problems.append("a client still waits after 120 s")

    def stop_in_order(self):
        """SIGTERM under load: it must end by itself, and the same must hold."""
        self.daemon.wait_ready()
        time.sleep(self.rng.uniform(0.1, 0.8))
        if self.daemon.stop(20) not in (0, 143):
            self.book.problems.append("did not stop in order within 20 s of SIGTERM")
        self.look_at_file("SIGTERM")
        self.daemon.start()

    def look_at_metrics(self):
        """Counters of money must never fall, over restarts too; the process's own begin anew."""
        self.daemon.wait_ready()
        for name, value in harness.samples(self.metrics()).items():
            if name.startswith(checks.SHOWN):
                if value < self.shown.get(name, 0):
                    self.book.problems.append(f"{name} fell: {self.shown[name]} to {value}")
                self.shown[name] = value

    def metrics(self):
        return harness.get(self.daemon.port, "/metrics")[1].decode()

    def look_at_file(self, when):
        acked, _ = self.book.snapshot()
        with checks.copy_of(self.daemon.database, self.work / "copy.db") as copy:
            _, sent = self.book.snapshot()
            found = checks.sound(copy) + checks.kept(copy, acked, sent) + checks.summed(copy)
            now = checks.counters(copy)
        found += [f"counter {key} fell" for key, value in self.stored.items()
                  if now.get(key, 0) < value]
        self.stored = now
        self.book.problems += [f"after {when}: {problem}" for problem in found]

    def replay(self):
        calls = list(self.book.calls.values())
        self.rng.shuffle(calls)
        for i in range(0, len(calls), 1000):
            part = calls[i:i + 1000]
            status, body = harness.request(self.daemon.port, "POST", "/api/events",
                                           harness.compact(part), harness.JSON)
            if status != 200 or json.loads(body) != {
                    "accepted": 0, "duplicates": len(part), "rejected": []}:
                self.book.problems.append(f"sent all again: {status} {body[:300]}")

    def look_at_answers(self):
        """/api and, once new series are shown with their amounts, /metrics."""
        want = sum(checks.calls_nanos(call) for call in self.book.calls.values())
        body = json.loads(harness.get(self.daemon.port, "/api/costs/daily?days=100")[1])
        if decimal.Decimal(body["cost_usd"]).scaleb(9) != want:
            self.book.problems.append(f"/api/costs/daily says {body['cost_usd']}, sent: {want} nanos")
        if body["requests"] != len(self.book.calls):
            self.book.problems.append(f"/api/costs/daily: {body['requests']} requests")
        end = time.monotonic() + 20
        while True:
            shown = self.exact_sum(checks.COST), self.exact_sum(checks.SOURCE_COST)
            if shown == (want, want):
                return
            if time.monotonic() > end:
                self.book.problems.append(f"/metrics shows {shown}, sent: {want} nanos")
                return
            time.sleep(1)

    def exact_sum(self, family):
        return sum(int(decimal.Decimal(line.rsplit(" ", 1)[1]).scaleb(9))
                   for line in self.metrics().splitlines() if line.startswith(family + "{"))

    def examine(self, path):
        _, sent = self.book.snapshot()
        with checks.copy_of(path, self.work / "copy.db") as copy:
            return (checks.sound(copy) + checks.kept(copy, sent.keys(), sent)
                    + checks.summed(copy) + checks.sent(copy, self.book.calls.values()))

    def unseen(self):
        """The damages that the checks do not see."""
        missed = []
        for kind in checks.DAMAGE:
            damaged = self.work / "damaged.db"
            with checks.copy_of(self.daemon.database, damaged) as copy:
                checks.damage(copy, kind)
            if not self.examine(damaged):
                missed.append(kind)
        return missed


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--kills", type=int, default=50, help="SIGKILLs (default: %(default)s)")
    parser.add_argument("--terms", type=int, default=3, help="SIGTERMs beside them")
    parser.add_argument("--batch", type=int, default=200, help="most events in a batch")
    parser.add_argument("--seed", default=uuid.uuid4().hex[:8], help="repeats the random choices")
    parser.add_argument("--damage", choices=checks.DAMAGE, help="harm the file; must exit 1")
    args = parser.parse_args()
    began = time.monotonic()
    with harness.Work(args) as work:
        trial = Trial(args, work)
        try:
            trial.load_and_kill()
            trial.replay()
            trial.look_at_answers()
        finally:
            trial.daemon.stop()
        if args.damage:
            with checks.sqlite3.connect(trial.daemon.database) as connection:
                checks.damage(connection, args.damage)
        problems = trial.book.problems + trial.examine(trial.daemon.database)
        missed = [] if problems else trial.unseen()
        report(args, trial, problems, missed, time.monotonic() - began)
        if problems or missed:
            sys.exit(1)


def report(args, trial, problems, missed, took):
    sent, tally = len(trial.book.calls), trial.book.tally
    late = sum(time.time() - at > 3600 for at, _ in trial.book.truth.values())
    rows = [("kills -9 / ordered stops", f"{args.kills} / {args.terms}"),
            ("events sent, of them late by hours or months", f"{sent:,}, {late:,}"),
            ("acknowledged", f"{len(trial.book.acked):,}")]
    rows += [(name, f"{tally[name]:,}") for name in sorted(tally)]
    rows += [("start to ready after a kill, median / worst",
              f"{harness.percentile(trial.starts, 0.5):.1f} / {max(trial.starts):.1f} s"),
             ("damages tried and seen",
              f"{len(checks.DAMAGE) - len(missed)} of {len(checks.DAMAGE)}"
              if not problems else "not tried"),
             ("seed, time of the run", f"{args.seed}, {took:.0f} s")]
    harness.table(rows, ("what", "count"))
    for problem in problems[:20]:
        print("FAILED", problem)
    for kind in missed:
        print("FAILED the checks do not see the damage", kind)
    if not problems and not missed:
        print("passed: every acknowledged event is there exactly once; sums and counters agree")


if __name__ == "__main__":
    main()
