# SPDX-License-Identifier: Apache-2.0
"""What Prometheus needs for series of the daemon's shape: memory and disk by the series.

A page with so many series, named and labelled as the daemon's, is scraped by a Prometheus of its own
(`prometheus` on the PATH), first with a few series, then with --series; the difference is told by
the series. Values move at every scrape, as they do in a busy hour.

    python3 bench/prom_series.py --series 100000 --minutes 3
"""

import http.server
import shutil
import subprocess
import sys
import threading
import time
import urllib.request

import harness

CONFIG = """global: {scrape_interval: 5s}
scrape_configs:
  - job_name: aispend
    static_configs: [{targets: ["127.0.0.1:%d"]}]
"""
FEW = 1_000


def page(count, step):
    """An exposition of so many series; each value has moved since the step before."""
    lines = ["# TYPE aispend_cost_usd_total counter"]
    for n in range(count):
        lines.append(
            f'aispend_cost_usd_total{{provider="openai",project="team-{n % 500}",'
            f'model="gpt-5-mini-{n % 7}",feature="feature-{n % 40}",user="user-{n}"}} '
            f"{(n + step) * 0.000123:.6f}")
    return ("\n".join(lines) + "\n").encode()


class Exporter(http.server.ThreadingHTTPServer):
    def __init__(self, count):
        super().__init__(("127.0.0.1", 0), Answer)
        self.count, self.step = count, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.step += 1
        body = page(self.server.count, self.server.step)
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; version=0.0.4")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def head_series(port):
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    return next(
        (float(line.split()[1]) for line in text.splitlines()
         if line.startswith("prometheus_tsdb_head_series ")), 0)


def measured(count, seconds, folder):
    """Series in the head, and the resident memory at the end and at its most."""
    folder.mkdir(parents=True)
    exporter, port = Exporter(count), harness.free_port()
    (folder / "p.yml").write_text(CONFIG % exporter.server_port)
    server = subprocess.Popen(
        ["prometheus", f"--config.file={folder}/p.yml", f"--storage.tsdb.path={folder}/data",
         f"--web.listen-address=127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end, most, now = time.time() + seconds, 0, 0
        while time.time() < end:
            time.sleep(1)
            now = harness.rss_mib(server.pid)
            most = max(most, now)
        return head_series(port), now, most
    finally:
        server.terminate()
        server.wait(30)
        exporter.shutdown()


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--series", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=3)
    args = parser.parse_args()
    if shutil.which("prometheus") is None:
        sys.exit("no prometheus on the PATH; on Debian: apt-get install prometheus")
    with harness.Work(args) as work:
        few = measured(FEW, args.minutes * 60, work / "few")
        many = measured(args.series, args.minutes * 60, work / "many")
    more = many[0] - few[0]
    print(f"{'series':>10} {'RSS MiB':>8} {'most MiB':>9}")
    for series, now, most in (few, many):
        print(f"{series:>10.0f} {now:>8.0f} {most:>9.0f}")
    if more < 0.9 * (args.series - FEW):
        sys.exit(f"only {more:.0f} series more were scraped")
    now, most = ((many[n] - few[n]) * 2**20 / more for n in (1, 2))
    print(f"a series: {now:.0f} bytes, at most {most:.0f}")


if __name__ == "__main__":
    main()
