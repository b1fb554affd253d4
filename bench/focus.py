#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What does a bill of a million rows take, from a folder and from an object store?

Writes a made-up FOCUS file, a third of whose rows are AI services, and lets a daemon of its own read
it: first from the folder, then, by another daemon, from a stand-in for S3 that gives ranges (and
checks no signatures). Each day's sum is compared with what was written, to the nano. Beside it,
Python's csv reader reads the same file in this process, which is the plain way.
"""

import collections
import csv
import datetime
import decimal
import gzip
import http.server
import json
import re
import sys
import threading
import time
import urllib.parse

import harness

COLUMNS = ("BilledCost", "BillingAccountId", "BillingCurrency", "ChargeCategory", "ChargeClass",
           "ChargeDescription", "ChargePeriodStart", "ChargePeriodEnd", "RegionId", "ResourceId",
           "ServiceCategory", "ServiceName", "SkuId", "SkuMeter", "SubAccountId", "Tags")
SERVICES = (("AI and Machine Learning", "Azure OpenAI"), ("Compute", "Virtual Machines"),
            ("Storage", "Storage Accounts"))
DAYS = 20
HEAP_MIB = 256
CONFIG = """
[[provider]]
name = "cloud"
type = "focus-files"
enabled = true
every = "1h"
backfill = "25d"
{place}
"""


def write(path, count):
    """The file; gives the nanos of each day that are to be found."""
    rng, sums = harness.rng_of(7), collections.Counter()
    today = datetime.datetime.now(datetime.timezone.utc).date()
    days = [str(today - datetime.timedelta(days=back)) for back in range(1, DAYS + 1)]
    with gzip.open(path, "wt", newline="", compresslevel=1) as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for number in range(count):
            day, nanos = days[number % DAYS], rng.randrange(1, 10**9)
            category, service = SERVICES[number % 3]
            if number % 3 == 0:
                sums[day] += nanos
            rows.writerow((
                f"0.{nanos:09}", "acct-1", "USD", "Usage", "", f"use {number % 40}",
                f"{day}T00:00:00Z", f"{day}T01:00:00Z", f"region-{number % 5}",
                f"/subscriptions/sub-{number % 7}/resource-{number % 900}", category, service,
                f"sku-{number % 40}", f"meter {number % 40}", f"sub-{number % 7}",
                '{"team":"web"}'))
    return dict(sums)


def plainly(path):
    """Seconds and sum of a plain streaming read."""
    began, total = time.process_time(), decimal.Decimal(0)
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            if row["ServiceCategory"] == "AI and Machine Learning":
                total += decimal.Decimal(row["BilledCost"])
    return time.process_time() - began, total


class Store(http.server.BaseHTTPRequestHandler):
    """One bucket with one object."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.server.path
        if "list-type" in urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query):
            written = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(path.stat().st_mtime - 3600))
            self.answer(200, (
                "<ListBucketResult><Contents><Key>focus/bill.csv.gz</Key><ETag>\"1\"</ETag>"
                f"<LastModified>{written}</LastModified><Size>{path.stat().st_size}</Size>"
                "</Contents><IsTruncated>false</IsTruncated></ListBucketResult>").encode())
            return
        first, last = map(int, re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers["Range"]).groups())
        with open(path, "rb") as file:
            file.seek(first)
            self.answer(206, file.read(last - first + 1))

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def nanos(text):
    whole, _, part = text.partition(".")
    return int(whole) * 10**9 + int(part.ljust(9, "0") or 0)


def read(args, folder, place, sums, problems):
    """Lets a daemon read the bill; CPU seconds, wall milliseconds and most MiB resident."""
    java = f"-Xms32m -Xmx{HEAP_MIB}m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
    with harness.Daemon(args.jar, folder, CONFIG.format(place=place), java) as daemon:
        daemon.start()
        end = time.monotonic() + args.patience
        while not (polled := re.search(r"Polled\. source=cloud:bill .* ms=(\d+)", daemon.log())):
            if time.monotonic() > end or daemon.process.poll() is not None:
                raise SystemExit(f"the bill was not read:\n{daemon.log()}")
            time.sleep(0.2)
        cpu = harness.cpu_seconds(daemon.pid)
        most = harness.peak_mib(daemon.pid)
        code, body = harness.get(
            daemon.port, f"/api/costs/daily?days={DAYS + 2}&source=cloud:bill", timeout=60)
        told = {row["date"]: nanos(row["cost_usd"]) for row in json.loads(body)["days"]}
        told = {day: sum_ for day, sum_ in told.items() if sum_}
        if code != 200 or told != sums:
            problems.append(f"{place}: {told} was answered, {sums} was written")
        return cpu, int(polled.group(1)), most


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--patience", type=int, default=600, help="seconds a read may take")
    args = parser.parse_args()
    problems, found, plain = [], collections.defaultdict(list), []
    with harness.Work(args) as work:
        path = work / "bills" / "bill.csv.gz"
        path.parent.mkdir(exist_ok=True)
        sums = write(path, args.rows)
        harness.os.utime(path, (time.time() - 3600,) * 2)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Store)
        server.path = path
        threading.Thread(target=server.serve_forever, daemon=True).start()
        harness.os.environ["BENCH_S3_KEY"] = "AKIAEXAMPLEEXAMPLE00:" + "x" * 40
        places = {
            "folder": f'options = {{ folder = "{path.parent}" }}',
            "s3": f'base_url = "http://127.0.0.1:{server.server_port}"\n'
                  'key_env = "BENCH_S3_KEY"\noptions = { folder = "s3://bills/focus" }'}
        for number in range(args.rounds):
            seconds, total = plainly(path)
            plain.append(seconds)
            if int(total * 10**9) != sum(sums.values()):
                problems.append(f"the plain read found {total}")
            for name, place in places.items():
                found[name].append(read(args, work / f"{name}{number}", place, sums, problems))
        size = path.stat().st_size
        server.shutdown()
    print(f"{args.rows:,} rows, {size / 2**20:.0f} MiB packed, heap of {HEAP_MIB} MiB\n")
    rows = [["plain csv reader", f"{min(plain):.1f}", f"{args.rows / min(plain):,.0f}", "", "", "1"]]
    for name, runs in found.items():
        cpu, wall, most = min(r[0] for r in runs), min(r[1] for r in runs), max(r[2] for r in runs)
        rows.append([name, f"{cpu:.1f}", f"{args.rows / cpu:,.0f}",
                     f"{args.rows * 1000 / wall:,.0f}", f"{most:.0f}", f"{min(plain) / cpu:.2f}"])
    harness.table(rows, ["", "CPU s", "rows a CPU s", "rows/s", "MiB resident", "of plain"])
    if problems:
        sys.exit("FAILED\n" + "\n".join(problems))
    print("\nall days were exact; a daemon's CPU includes its start")


if __name__ == "__main__":
    main()
