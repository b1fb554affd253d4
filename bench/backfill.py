#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does the first start with a large organisation fit into little memory, and say how far it is?

A made-up OpenAI organisation has used every one of its models in every one of its projects on each
of so many days, each pair in one hour of the day. Its usage report (hours) and its bill (days, one
line for each pair) are made as they are asked for. The daemon starts with an empty ledger and a
small heap, and must have read both to their end, with the sum of the bill right to the cent, the
heap never exceeded, and its progress shown while it reads.
"""

import http.server
import json
import sys
import threading
import time
import urllib.parse

import harness

DAY = 86_400
HOUR = 3_600
CENT = 0.01  # what each pair is billed a day


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
        return [{"object": "organization.usage.completions.result", "input_tokens": 1000,
                 "input_cached_tokens": 200, "output_tokens": 100, "num_model_requests": 3,
                 "project_id": project, "user_id": None, "api_key_id": None, "model": model,
                 "batch": False, "service_tier": "default"}
                for model, project in self.pairs[of_day::24]]

    def costs(self, _):
        return [{"object": "organization.costs.result",
                 "amount": {"value": CENT, "currency": "usd"}, "project_id": project,
                 "line_item": f"{model}, input", "quantity": None}
                for model, project in self.pairs]

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


def watermarks(daemon):
    """How far each source is, in days since the epoch; those that were not read are missing."""
    text = harness.get(daemon.port, "/metrics", timeout=60)[1].decode()
    return {name.split('source="')[1].split('"')[0]: value
            for name, value in harness.samples(text).items()
            if name.startswith("aispend_source_watermark_timestamp_seconds{")}


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
    problems, seen = [], set()
    java = harness.JAVA_OPTS.replace("-Xmx256m", f"-Xmx{args.heap}")
    with harness.Work(args) as folder:
        key = folder / "key"
        key.write_text("sk-admin-invented-for-this-run")
        key.chmod(0o600)
        daemon = harness.Daemon(
            args.jar, folder, config(server.server_address[1], args.days, key), java)
        began = time.monotonic()
        with daemon.start():
            while time.monotonic() - began < args.minutes * 60:
                time.sleep(1)
                if daemon.process.poll() is not None:
                    raise SystemExit(f"the daemon ended:\n{daemon.log()}")
                marks = watermarks(daemon)
                seen.update(marks.items())
                done = [mark for mark in marks.values() if mark >= organisation.end]
                if len(done) == 2:
                    break
            else:
                problems.append(f"not read to the end after {args.minutes} minutes: {marks}")
            took = time.monotonic() - began
            report(daemon, organisation, args, took, len(seen), problems)
    for problem in problems:
        print(f"FAILED: {problem}")
    sys.exit(1 if problems else 0)


def size(daemon):
    return sum(file.stat().st_size for file in daemon.folder.glob("ledger.db*"))


def report(daemon, organisation, args, took, steps, problems):
    status, body = harness.get(
        daemon.port, f"/api/costs/daily?days={args.days + 1}&source=openai:costs", timeout=120)
    if status != 200:
        raise SystemExit(f"asking: {status} {body[:300]}")
    billed = float(json.loads(body)["cost_usd"])
    wanted = len(organisation.pairs) * args.days * CENT
    if abs(billed - wanted) >= CENT / 2:
        problems.append(f"{billed:,.2f} dollars are billed, and should be {wanted:,.2f}")
    log = daemon.log(10_000_000)
    said = log.count("Still reading")
    rows = organisation.rows
    print(f"{rows:,} rows of {len(organisation.pairs):,} pairs and {args.days} days "
          f"in {took:,.0f} s ({rows / took:,.0f} a second), {organisation.calls:,} calls, "
          f"the largest answer {organisation.largest / 2**20:.1f} MiB")
    print(f"heap {args.heap}, resident at most {harness.peak_mib(daemon.pid):,.0f} MiB, "
          f"CPU {harness.cpu_seconds(daemon.pid):,.0f} s, "
          f"ledger {size(daemon) / 2**20:,.0f} MiB")
    print(f"progress was seen at {steps} places and said {said} times; {billed:,.2f} dollars billed")
    if took > 120 and (steps < 4 or said == 0):
        problems.append("how far it is was not shown")


if __name__ == "__main__":
    main()
