#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sends the daemon what it should never get, by name, and looks at what it does.

Bad bodies must get the right 4xx (never 5xx) and leave nothing in the ledger; while broken clients
hold on, /-/healthy must go on answering others within a second; memory stays bounded; a full, locked
or read-only ledger means 503 and nothing acknowledged that is not there. A full disk is made with a
small tmpfs, for which root is needed; without, that case is skipped.

Exit 1 when a case failed.
"""

import decimal
import fnmatch
import json
import sqlite3
import sys
import threading
import time

import abuse_bodies
import abuse_clients
import abuse_storage
import harness

LIMIT = 8388608


class Watch(threading.Thread):
    """Asks /-/healthy all the while and keeps the longest time it took."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.worst, self.done = port, 0.0, threading.Event()

    def run(self):
        while not self.done.wait(0.1):
            began = time.monotonic()
            try:
                status = harness.get(self.port, "/-/healthy", timeout=15)[0]
            except OSError:
                status = 0
            took = time.monotonic() - began
            self.worst = max(self.worst, took if status == 200 else 99.0)


class Abuse:
    def __init__(self, args, daemon):
        self.args, self.daemon, self.rows, self.failed = args, daemon, [], 0

    def wanted(self, name):
        return not self.args.only or any(fnmatch.fnmatch(name, p) for p in self.args.only)

    def case(self, name, action):
        """Runs one case under the watch, and writes its row."""
        if not self.wanted(name):
            return
        watch = Watch(self.daemon.port)
        harness.reset_peak(self.daemon.pid)
        watch.start()
        time.sleep(0.15)
        try:
            problems = action() or []
        except OSError as e:
            problems = [f"no answer: {e!r}"]
        time.sleep(0.15)
        watch.done.set()
        watch.join()
        if self.daemon.process.poll() is not None:
            self.row(name, ["the daemon ended: " + self.daemon.log().strip()[-120:]], watch.worst)
            self.daemon.start()
            return
        peak = harness.peak_mib(self.daemon.pid)
        if watch.worst > self.args.within:
            problems.append(f"/-/healthy took {watch.worst:.1f} s (99: none)")
        if peak > self.args.rss:
            problems.append(f"RSS {peak:.0f} MiB")
        self.row(name, problems, watch.worst, peak)

    def row(self, name, problems, worst=float("nan"), peak=float("nan")):
        self.failed += bool(problems)
        self.rows.append([name, "FAILED" if problems else "passed", f"{worst * 1000:.0f}",
                          f"{peak:.0f}", "; ".join(problems)[:160]])

    def post(self, body, headers, right):
        status, answer = harness.request(self.daemon.port, "POST", "/api/events", body,
                                         {**harness.JSON, **headers}, 60)
        return [] if status in right else [f"answered {status} {answer[:110]!r}"]

    def bodies(self):
        for name, body, headers, right in [
                *abuse_bodies.fields(), *abuse_bodies.shapes(LIMIT)]:
            self.case(name, lambda b=body, h=headers, r=right: self.post(b, h, r))
        self.case("one bad event among good ones", self.one_bad)
        self.case("the same id with other content", self.conflict)
        self.case(f"{self.args.junk_models:,} junk model names", self.junk_models)
        self.case("300 junk providers", self.junk_providers)

    def one_bad(self):
        calls = [abuse_bodies.event(event_id="good-1"), abuse_bodies.event(input_tokens=-1),
                 abuse_bodies.event(event_id="good-2")]
        status, answer = self.told(calls)
        named = [(bad["index"], bad["field"]) for bad in answer.get("rejected", ())]
        right = (status, answer.get("accepted"), named) == (200, 2, [(1, "input_tokens")])
        return [] if right else [f"answered {status} {answer}"]

    def conflict(self):
        before = self.total("conflict")
        at = harness.stamp(time.time() - 5)
        first = self.told(abuse_bodies.event(event_id="good-3", timestamp=at))
        other = self.told(abuse_bodies.event(event_id="good-3", timestamp=at, output_tokens=11))
        again = self.told(abuse_bodies.event(event_id="good-3", timestamp=at))
        right = (first[0] == 200 and other[0] == 422 and other[1]["rejected"]
                 and again[1].get("duplicates") == 1 and self.total("conflict") == before + 1)
        return [] if right else [f"answered {first}, {other}, {again}"]

    def junk_models(self):
        """All kept, to the nano; the exposition stays bounded and its sum exact."""
        before, wanted = self.spent(), self.args.junk_models
        for part in range(0, wanted, 1000):
            status, answer = self.told([abuse_bodies.event(
                event_id=f"good-m{i}", model=f"junk-{i}", cost_usd="0.000000001")
                for i in range(part, part + 1000)])
            if (status, answer.get("accepted")) != (200, 1000):
                return [f"answered {status} {str(answer)[:100]}"]
        body = harness.get(self.daemon.port, "/metrics", 60)[1].decode()
        series = sum(bool(line) and line[0] != "#" for line in body.splitlines())
        problems = [f"{series} series"] if series > 20_000 else []
        grown = self.spent() - before
        if grown != wanted * decimal.Decimal("0.000000001"):
            problems.append(f"spend grew by {grown}")
        end = time.monotonic() + 20
        while self.shown() != self.spent():
            if time.monotonic() > end:
                return [*problems, f"/metrics adds up to {self.shown()}, /api to {self.spent()}"]
            time.sleep(0.5)
        return problems

    def junk_providers(self):
        calls = [abuse_bodies.event(event_id=f"good-p{i}", provider=f"junk{i}") for i in range(300)]
        status, answer = self.told(calls)
        right = status == 200 and answer["accepted"] <= 200 and answer["rejected"]
        return [] if right else [f"answered {status} {str(answer)[:100]}"]

    def told(self, calls):
        for _ in range(50):
            status, body = harness.request(self.daemon.port, "POST", "/api/events",
                                           harness.compact(calls), harness.JSON, 60)
            if status not in (429, 503):
                break
            time.sleep(0.2)
        return status, json.loads(body)

    def total(self, outcome):
        text = harness.get(self.daemon.port, "/metrics", 60)[1].decode()
        return harness.samples(text)[f'aispend_events_total{{outcome="{outcome}",}}']

    def spent(self):
        body = json.loads(harness.get(self.daemon.port, "/api/costs/daily?days=2", 60)[1])
        return decimal.Decimal(body["cost_usd"])

    def shown(self):
        text = harness.get(self.daemon.port, "/metrics", 60)[1].decode()
        return sum(decimal.Decimal(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                   if line.startswith("aispend_cost_usd_total{"))

    def clients(self):
        call = harness.compact(abuse_bodies.event(event_id="bad-smuggled"))
        for name, action in abuse_clients.CASES.items():
            self.case(name, lambda a=action: a(self.daemon.port, call))

    def nothing_bad_kept(self):
        with sqlite3.connect(self.daemon.database) as connection:
            kept = [row[0][:40] for row in connection.execute(
                "select event_id from event where event_id like 'bad%' or event_id = ''")]
        self.row("nothing bad in the ledger", [f"kept: {kept[:5]}"] if kept else [])


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="cases, * for any text")
    parser.add_argument("--junk-models", type=int, default=10_000, metavar="N",
                        help="names, a multiple of 1000 (default: %(default)s)")
    parser.add_argument("--within", type=float, default=1.0, help="seconds for /-/healthy")
    parser.add_argument("--rss", type=int, default=450, help="MiB at most (heap 256 MiB)")
    args = parser.parse_args()
    hold = '[labels]\nnew_series_hold = "0s"\n'
    with harness.Work(args) as work:
        with harness.Daemon(args.jar, work / "daemon", hold) as daemon:
            daemon.start()
            for _ in range(20):  # warm up
                harness.request(daemon.port, "POST", "/api/events", harness.compact(
                    abuse_bodies.event(event_id="good")), harness.JSON)
            abuse = Abuse(args, daemon)
            abuse.bodies()
            abuse.clients()
            daemon.stop()
            abuse.nothing_bad_kept()
        for name, action in abuse_storage.CASES.items():
            if abuse.wanted(name):
                problems = action(args.jar, work / name.replace(" ", "-"))
                if problems is None:
                    print(f"skipped: {name}: needs root and mount")
                else:
                    abuse.row(name, problems)
        harness.table(abuse.rows, ("case", "result", "healthy ms", "RSS MiB", "what was wrong"))
        passed = len(abuse.rows) - abuse.failed
        print(f"\n{passed} passed, {abuse.failed} failed of {len(abuse.rows)}")
        if abuse.failed:
            sys.exit(1)


if __name__ == "__main__":
    main()
