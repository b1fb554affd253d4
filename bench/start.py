#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How soon the daemon is ready with a large ledger, and after a kill with a full write-ahead log.

Fills a ledger with made-up events of two days, and starts the daemon over it and over an empty one
in turn. Then loads it until its write-ahead log is as full as it gets, kills it (SIGKILL), and
starts it again. All acknowledged events must be there after each start. Goal: P19.
"""

import collections
import json
import statistics
import sys
import threading
import time
import uuid

import harness
import summary

# The daemon copies the log back into the file at 4,000 pages of 4 KiB.
FULL_LOG = 3_700 * 4_096
DAYS = 2


def start(daemon):
    """Seconds from the start of the process until it says that it is ready."""
    began = time.perf_counter()
    daemon.start()
    return time.perf_counter() - began


def events(daemon):
    status, body = harness.get(daemon.port, f"/api/costs/daily?days={DAYS + 2}", timeout=120)
    if status != 200:
        raise SystemExit(f"asking: {status} {body[:300]}")
    return json.loads(body)["requests"]


def check(daemon, least, problems):
    kept = events(daemon)
    if kept < least:
        problems.append(f"{kept:,} events are there after a start, {least:,} were acknowledged")


def fill_log(daemon, acknowledged):
    """Sends events until the log is full, then kills; tells the size of the log."""
    log = daemon.database.with_name(daemon.database.name + "-wal")
    full = threading.Event()

    def send(seed):
        rng = harness.rng_of(seed)
        while not full.is_set():
            calls = [harness.event(rng, time.time() - 60, str(uuid.uuid4())) for _ in range(500)]
            try:
                status, _ = harness.request(daemon.port, "POST", "/api/events",
                                            harness.compact(calls), harness.JSON, 60)
            except OSError:
                return
            acknowledged["events"] += len(calls) if status == 200 else 0

    sender = threading.Thread(target=send, args=(time.time_ns(),))
    sender.start()
    while not (log.exists() and log.stat().st_size >= FULL_LOG):
        time.sleep(0.005)
    daemon.kill()
    full.set()
    sender.join()
    return log.stat().st_size


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="in the ledger (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    problems, acknowledged = [], collections.Counter()
    large, empty, killed, logs = [], [], [], []
    with harness.Work(args) as work:
        with harness.Daemon(args.jar, work / "large") as daemon, \
                harness.Daemon(args.jar, work / "empty") as other:
            daemon.start()
            summary.fill(daemon, 0, args.events, DAYS * 86_400, acknowledged)
            acknowledged["events"] = args.events
            daemon.stop()
            for _ in range(args.rounds):
                empty.append(start(other))
                other.stop()
                large.append(start(daemon))
                check(daemon, acknowledged["events"], problems)
                logs.append(fill_log(daemon, acknowledged))
                killed.append(start(daemon))
                check(daemon, acknowledged["events"], problems)
                daemon.stop()
            size = daemon.database.stat().st_size
        rows = [[name, statistics.median(seconds), max(seconds), harness.ratios(seconds, empty)]
                for name, seconds in (("empty ledger", empty),
                                      (f"{args.events:,} events", large),
                                      ("the same, killed with a full log", killed))]
        harness.table(rows, ("start to ready", "median s", "longest s", "to an empty ledger"))
        print(f"\nthe ledger has {size / 2**20:,.0f} MiB, the log had "
              f"{statistics.median(logs) / 2**20:.0f} MiB")
    if problems:
        sys.exit("FAILED\n" + "\n".join(problems))
    print("all acknowledged events were there")


if __name__ == "__main__":
    main()
