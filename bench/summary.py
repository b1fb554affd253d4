#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long answers take over 10 thousand, a million and 10 million events: do sums answer them?

Fills a daemon with made-up events of the last 48 hours (or --days) in growing steps, and after each
asks /api/costs/summary and the other cost endpoints over HTTP, in turn, on a kept connection. Each
total is compared with what was sent, to the nano. At the end the same summary is asked of the event
rows themselves by SQL, as a database without sums would have to answer it. Goals: P11 (48 h of a
million events against 10 thousand), P12 (against the scan), P13 (24 h and 30 days of 10 million).
"""

import collections
import http.client
import json
import sqlite3
import statistics
import sys
import time

import harness

STEPS = (10_000, 1_000_000, 10_000_000)
ASKED = {
    "summary 24 h": "/api/costs/summary?window_hours=24",
    "summary 48 h": "/api/costs/summary?window_hours=48",
    "summary 720 h": "/api/costs/summary?window_hours=720",
    "daily 30": "/api/costs/daily?days=30",
    "today": "/api/costs/today",
    "by model 30": "/api/costs/by/model?days=30",
    "by user 30": "/api/costs/by/user?days=30",
    "top 7": "/api/costs/top?days=7",
    "trend model 30": "/api/costs/trend?dimension=model&days=30",
    "forecast": "/api/costs/forecast",
    "anomalies 7": "/api/costs/anomalies?days=7",
    "alerts": "/api/costs/alerts",
    "savings 30": "/api/costs/savings?days=30",
    "latency 24": "/api/latency?hours=24",
    "events page": "/api/events?limit=100",
}
CONFIG = """
[[budget]]
name = "company"
limit_usd = "100000"

[[budget]]
name = "search"
limit_usd = "100000"
where = { feature = "search" }
"""
# What a database without sums must do for the same summary: total, by model, feature, hour, user.
SCAN = """
select {key}, sum(e.cost_nanos), count(*) from event e join dimension_set d on d.set_id = e.set_id
where e.occurred_at >= ? group by 1
"""
KEYS = ("''", "d.dim_model", "d.dim_feature", "e.hour", "d.dim_user")


def fill(daemon, start, until, seconds, totals):
    """Events number `start` to `until`, spread evenly over the last `seconds`; adds up their cost."""
    now = int(time.time())
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=300)
    rng = harness.rng_of(start)
    for first in range(start, until, 5_000):
        calls = []
        for number in range(first, min(until, first + 5_000)):
            nanos = rng.randrange(1, 40_000_000)
            calls.append(harness.event(rng, now - rng.randrange(60, seconds), nanos=nanos))
            totals["nanos"] += nanos
        body = harness.compact(calls)
        while True:
            connection.request("POST", "/api/events", body, harness.JSON)
            response = connection.getresponse()
            answer = response.read()
            if response.status not in (429, 503):
                break
            time.sleep(0.2)
        if response.status != 200 or json.loads(answer)["accepted"] != len(calls):
            raise SystemExit(f"filling: {response.status} {answer[:300]}")
    totals["events"] = until
    connection.close()


def ask(connection, path):
    began = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    took = (time.perf_counter() - began) * 1000
    if response.status != 200:
        raise SystemExit(f"{path}: {response.status} {body[:300]}")
    return took, body


def measure(daemon, rounds):
    """{name: [ms]}; the first two rounds are thrown away."""
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=300)
    times = collections.defaultdict(list)
    for number in range(rounds + 2):
        for name, path in ASKED.items():
            took, _ = ask(connection, path)
            if number > 1:
                times[name].append(took)
    connection.close()
    return times


def nanos(text):
    whole, _, part = text.partition(".")
    return int(whole) * 10**9 + int(part.ljust(9, "0") or 0)


def check(daemon, totals, days, problems):
    status, body = harness.get(daemon.port, f"/api/costs/daily?days={days + 1}", timeout=300)
    answer = json.loads(body)
    if status != 200 or nanos(answer["cost_usd"]) != totals["nanos"]:
        problems.append(f"{totals['events']:,} events: {answer['cost_usd']} was answered, "
                        f"{totals['nanos']} nanos were sent")
    if answer["requests"] != totals["events"]:
        problems.append(f"{answer['requests']:,} calls instead of {totals['events']:,}")


def scan(database, hours):
    """Milliseconds of the summary out of single events, in this process."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    began = time.perf_counter()
    for key in KEYS:
        connection.execute(SCAN.format(key=key), (int(time.time()) - hours * 3600,)).fetchall()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    return took


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--events", type=int, default=STEPS[-1], help="most events (%(default)s)")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--days", type=int, default=2, help="over how many days (%(default)s)")
    parser.add_argument("--no-scan", action="store_true", help="leave the SQL scan out")
    args = parser.parse_args()
    problems, found, scans, totals = [], {}, {}, collections.Counter()
    with harness.Work(args) as work, harness.Daemon(args.jar, work, CONFIG) as daemon:
        daemon.start()
        for step in [s for s in STEPS if s < args.events] + [args.events]:
            fill(daemon, totals["events"], step, args.days * 86_400, totals)
            check(daemon, totals, args.days, problems)
            found[step] = measure(daemon, args.rounds)
            if not args.no_scan:
                scans[step] = scan(daemon.database, 48)
        size = daemon.database.stat().st_size
        print(f"{totals['events']:,} events, {size / totals['events']:.0f} B each, "
              f"{harness.rss_mib(daemon.pid):.0f} MiB resident\n")
        rows = []
        for name in ASKED:
            row = [name]
            for times in found.values():
                row += [f"{statistics.median(times[name]):.1f}",
                        f"{harness.percentile(times[name], 0.99):.1f}"]
            rows.append(row)
        if scans:
            rows.append(["48 h by a scan"] + [c for ms in scans.values() for c in (f"{ms:.0f}", "")])
        head = ["ms"] + [f"{step:,} {which}" for step in found for which in ("p50", "p99")]
        harness.table(rows, head)
        first, last = min(found), max(found)
        print("\nagainst the fewest events, round by round:")
        for name in ASKED:
            print(f"  {name:15} {harness.ratios(found[last][name], found[first][name])}")
        if scans:
            ours = statistics.median(found[last]["summary 48 h"])
            print(f"  a scan takes {scans[last] / ours:,.0f} times as long as the summary")
    if problems:
        sys.exit("FAILED\n" + "\n".join(problems))
    print("\nall totals were exact")


if __name__ == "__main__":
    main()
