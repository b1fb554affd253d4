#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the first start with a large organisation fit into little memory, and say how far it is?

A made-up OpenAI organisation has used every one of its models in every one of its projects on each
of so many days, each pair in one hour of the day. Its usage report (hours) and its bill (days, one
line for each pair) are made as they are asked for. The daemon starts with an empty ledger and a
small heap, and must have read both to their end, with the bill right to the nano and the tokens to
the last one, the heap never exceeded, its progress shown while it reads, and the last days read
about as fast as the first. Ends by itself, with a summary.
"""

import decimal
import http.server
import json
import sys
import threading
import time
import urllib.parse

import harness

DAY = 86_400
HOUR = 3_600
NANOS = 10**9
CENT = NANOS // 100  # what each pair is billed a day, and a nano more for each pair before it
TOKENS = {"input": 800, "cache_read": 200, "output": 100}  # of each pair and day
EVERY = 3  # seconds between looks: each is a scrape of all series
SLOWER = 2  # times as much CPU for a row of the last days as for one of the first is growth


class Organisation:
    """What the vendor would say; counts what it was asked."""

    def __init__(self, models, projects, days):
        self.pairs = [(f"gpt-5-{m:03}", f"proj_{p:03}") for m in range(models)
                      for p in range(projects)]
        today = int(time.time()) // DAY * DAY
        self.first, self.end = today - days * DAY, today
        self.calls = self.rows = self.largest = 0

    def usage(self, hour):
        of_day = hour % DAY // HOUR
        whole = TOKENS["input"] + TOKENS["cache_read"]
        return [{"object": "organization.usage.completions.result", "input_tokens": whole,
                 "input_cached_tokens": TOKENS["cache_read"], "output_tokens": TOKENS["output"],
                 "num_model_requests": 3,
                 "project_id": project, "user_id": None, "api_key_id": None, "model": model,
                 "batch": False, "service_tier": "default"}
                for model, project in self.pairs[of_day::24]]

    def costs(self, _):
        return [{"object": "organization.costs.result",
                 "amount": {"value": (CENT + number) / NANOS, "currency": "usd"},
                 "project_id": project, "line_item": f"{model}, input", "quantity": None}
                for number, (model, project) in enumerate(self.pairs)]

    def billed(self):
        """What a day is billed with, in nanos."""
        return sum(CENT + number for number in range(len(self.pairs)))

    def buckets(self, query, width, rows):
        start, end = int(query["start_time"][0]), int(query["end_time"][0])
        start = int(query.get("page", [start])[0])
        most = int(query["limit"][0])
        data, at = [], start
        while at < end and len(data) < most:
            used = rows(at) if self.first <= at < self.end else []
            self.rows += len(used)
            data.append({"object": "bucket", "start_time": at, "end_time": at + width,
                         "results": used})
            at += width
        more = at < end
        return {"object": "page", "data": data, "has_more": more,
                "next_page": str(at) if more else None}

    def answer(self, path, query):
        self.calls += 1
        if path.endswith("/usage/completions"):
            return self.buckets(query, HOUR, self.usage)
        if path.endswith("/costs"):
            return self.buckets(query, DAY, self.costs)
        return {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}


def serve(organisation):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            url = urllib.parse.urlsplit(self.path)
            text = harness.compact(
                organisation.answer(url.path, urllib.parse.parse_qs(url.query)))
            body = text if isinstance(text, bytes) else text.encode()
            organisation.largest = max(organisation.largest, len(body))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def config(port, days, key):
    return f"""
[[provider]]
name = "openai"
type = "openai"
key_file = "{key}"
base_url = "http://127.0.0.1:{port}"
every = "1h"
backfill = "{days}d"
options = {{ endpoints = "completions", requests_per_minute = 10000 }}
"""


class Course:
    """How far the daemon was when, and what it had taken until then."""

    def __init__(self, daemon, organisation):
        self.daemon, self.organisation = daemon, organisation
        self.began = time.monotonic()
        self.looks = []  # (source, watermark, CPU, resident), where a watermark moved
        self.marks = {}

    def look(self):
        """Whether both reports are read to their end."""
        text = harness.get(self.daemon.port, "/metrics", timeout=300)[1].decode()
        cpu, resident = harness.cpu_seconds(self.daemon.pid), harness.rss_mib(self.daemon.pid)
        for name, mark in harness.samples(text).items():
            if name.startswith("aispend_source_watermark_timestamp_seconds{"):
                source = name.split('source="')[1].split('"')[0]
                if self.marks.get(source) != mark:
                    self.marks[source] = mark
                    self.looks.append((source, mark, cpu, resident))
        return len([m for m in self.marks.values() if m >= self.organisation.end]) == 2

    def parts(self, source):
        """CPU in microseconds a row, and what was resident, of the first and last third of days."""
        first, end = self.organisation.first, self.organisation.end
        looks = [(min(mark, end), cpu, resident) for name, mark, cpu, resident in self.looks
                 if name == source and mark > first]
        third = (end - first) / 3
        early = [look for look in looks if look[0] <= first + third]
        late = [look for look in looks if look[0] >= end - third]
        return [self.part(part) for part in (early, late)]

    def part(self, looks):
        if len(looks) < 2 or looks[-1][0] == looks[0][0]:
            return None
        days = (looks[-1][0] - looks[0][0]) / DAY
        rows = days * len(self.organisation.pairs)
        return (looks[-1][1] - looks[0][1]) / rows * 1e6, max(look[2] for look in looks)


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--heap", default="128m", help="the daemon's heap (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=60, help="most that it may take")
    args = parser.parse_args()
    organisation = Organisation(args.models, args.projects, args.days)
    server = serve(organisation)
    problems = []
    java = harness.JAVA_OPTS.replace("-Xmx256m", f"-Xmx{args.heap}")
    with harness.Work(args) as folder:
        key = folder / "key"
        key.write_text("sk-admin-invented-for-this-run")
        key.chmod(0o600)
        daemon = harness.Daemon(
            args.jar, folder, config(server.server_address[1], args.days, key), java)
        with daemon.start():
            course = Course(daemon, organisation)
            while not course.look():
                if daemon.process.poll() is not None:
                    raise SystemExit(f"the daemon ended:\n{daemon.log()}")
                if time.monotonic() - course.began > args.minutes * 60:
                    problems.append(f"not read to the end in {args.minutes} minutes")
                    break
                time.sleep(EVERY)
            report(daemon, course, args, problems)
    for problem in problems:
        print(f"FAILED: {problem}")
    sys.exit(1 if problems else 0)


def size(daemon):
    return sum(file.stat().st_size for file in daemon.folder.glob("ledger.db*"))


def report(daemon, course, args, problems):
    took, organisation = time.monotonic() - course.began, course.organisation
    said = daemon.log(10_000_000).count("Still reading")
    rows, cpu = organisation.rows, harness.cpu_seconds(daemon.pid)
    print(f"{rows:,} rows of {len(organisation.pairs):,} pairs and {args.days} days "
          f"in {took:,.0f} s ({rows / took:,.0f} a second), {organisation.calls:,} calls, "
          f"the largest answer {organisation.largest / 2**20:.1f} MiB")
    print(f"heap {args.heap}, resident at most {harness.peak_mib(daemon.pid):,.0f} MiB, "
          f"CPU {cpu:,.0f} s ({cpu / rows * 1e6:,.0f} us a row, start and looks included), "
          f"ledger {size(daemon) / 2**20:,.0f} MiB")
    for source in sorted(course.marks):
        parts = course.parts(source)
        if None not in parts:
            (early, small), (late, large) = parts
            print(f"{source}: {early:,.0f} us of CPU a row in the first third of the days, "
                  f"{late:,.0f} in the last; resident at most {small:,.0f} and {large:,.0f} MiB")
            if late > SLOWER * early:
                problems.append(f"{source} is read slower and slower")
    print(f"progress was seen at {len(course.looks)} places and said {said} times")
    if took > 120 and (len(course.looks) < 4 or said == 0):
        problems.append("how far it is was not shown")
    if not problems:
        check(daemon, organisation, args, problems)


def check(daemon, organisation, args, problems):
    """What the ledger says against what the organisation knows."""
    status, body = harness.get(
        daemon.port, f"/api/costs/daily?days={args.days + 1}&source=openai:costs", timeout=120)
    if status != 200:
        raise SystemExit(f"asking: {status} {body[:300]}")
    billed = decimal.Decimal(json.loads(body, parse_float=decimal.Decimal)["cost_usd"])
    wanted = decimal.Decimal(organisation.billed() * args.days) / NANOS
    if billed != wanted:
        problems.append(f"{billed:,} dollars are billed, and should be {wanted:,}")
    told = harness.samples(harness.get(daemon.port, "/metrics", timeout=60)[1].decode())
    labels = 'source="openai:usage",provider="openai"'
    used = 0
    for kind, of_pair in TOKENS.items():
        tokens = told.get(f'aispend_source_tokens_total{{{labels},type="{kind}"}}')
        wanted = of_pair * len(organisation.pairs) * args.days
        used += wanted
        if tokens != wanted:
            problems.append(f"{tokens} tokens are {kind}, and should be {wanted:,}")
    if not problems:
        print(f"{billed:,} dollars billed and {used:,} tokens used, as the organisation says")


if __name__ == "__main__":
    main()
