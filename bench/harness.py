# SPDX-License-Identifier: Apache-2.0
"""What the scripts share: a daemon of their own, made-up events, process figures, tables.

Only the standard library. Nothing here decides whether a run passed.
"""

import argparse
import calendar
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import uuid

HERE = pathlib.Path(__file__).resolve().parent
JAR = HERE.parent / "target" / "aispend.jar"
JAVA_OPTS = "-Xms32m -Xmx256m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"  # as ./aispend starts it
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
JSON = {"Content-Type": "application/json"}


def options(doc):
    """An argument parser with the options every script has."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jar", default=str(JAR), help="the daemon (default: %(default)s)")
    parser.add_argument("--work", help="folder for files of the run (default: a temporary one)")
    parser.add_argument("--keep", action="store_true", help="leave the files of the run")
    return parser


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Work:
    """A folder for a run; goes away afterwards unless it is to be kept or the run failed."""

    def __init__(self, args):
        self.keep = args.keep or bool(args.work)
        self.path = pathlib.Path(args.work or tempfile.mkdtemp(prefix="aispend-bench-"))
        self.path.mkdir(parents=True, exist_ok=True)

    def __enter__(self):
        return self.path

    def __exit__(self, kind, error, trace):
        if self.keep or kind is not None:  # sys.exit(1) counts as failed
            print(f"files of the run: {self.path}")
        else:
            shutil.rmtree(self.path, ignore_errors=True)


class Daemon:
    """One daemon over one SQLite file; may be killed and started again any number of times."""

    def __init__(self, jar, folder, config="", java_opts=JAVA_OPTS, ledger="", env=None):
        if not pathlib.Path(jar).is_file():
            raise SystemExit(f"no {jar}; build it first: mvn -q -DskipTests package")
        self.jar, self.folder, self.java_opts = jar, pathlib.Path(folder), java_opts
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.env = free_port(), {**os.environ, **(env or {})}
        self.database = self.folder / "ledger.db"
        self.config = self.folder / "aispend.toml"
        self.configure(config, ledger)
        self.process = None

    def configure(self, config="", ledger=""):
        """Writes the configuration; `ledger` is more of that section, a url of its own too."""
        sections = config if "[server]" in config else "[server]\n" + config
        url = "" if "url =" in ledger else f'url = "jdbc:sqlite:{self.database}"\n'
        self.config.write_text(
            sections.replace("[server]\n", f'[server]\nlisten = "127.0.0.1:{self.port}"\n', 1)
            + f"\n[ledger]\n{url}{ledger}\n")

    def start(self, wait=True, prefix=()):
        log = open(self.folder / "daemon.log", "ab")
        self.process = subprocess.Popen(
            [*prefix, "java", *self.java_opts.split(), "-jar", self.jar, "serve",
             "--config", str(self.config)], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            env=self.env)
        log.close()
        return self.wait_ready() if wait else self

    def wait_ready(self, patience=60):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"the daemon ended ({self.process.returncode}):\n{self.log()}")
            try:
                if get(self.port, "/-/ready", timeout=5)[0] == 200:
                    return self
            except OSError:
                pass
            time.sleep(0.02)
        raise SystemExit(f"the daemon is not ready after {patience} s:\n{self.log()}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        return self.process.wait()

    def stop(self, patience=30):
        if self.process is None or self.process.poll() is not None:
            return None
        self.process.terminate()
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def log(self, last=2000):
        return (self.folder / "daemon.log").read_text(errors="replace")[-last:]

    @property
    def pid(self):
        return self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def get(port, path, timeout=30, headers=None):
    """Status and body of one GET on a connection of its own."""
    return request(port, "GET", path, None, headers or {}, timeout)


def request(port, method, path, body, headers, timeout=30):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    except http.client.HTTPException as e:
        raise ConnectionError(f"broken answer: {e!r}") from e
    finally:
        connection.close()


def samples(text):
    """Prometheus text as {name and labels: value}."""
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            found[name] = float(value)
    return found


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rss_mib(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


def peak_mib(pid):
    """The greatest resident size so far."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024


def reset_peak(pid):
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")


PROVIDERS = {"bedrock": ("claude-sonnet", "nova-pro"), "vertex": ("gemini-pro", "gemini-flash"),
             "azure": ("gpt-large", "gpt-small", "embed")}
FEATURES = ("search", "chat", "summary", "triage", "translate", "review", "tagging", "mail")


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def seconds_of(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def event(rng, at, event_id=None, nanos=None, users=200):
    """One made-up call of about 370 bytes of JSON; `nanos` is the cost its sender tells."""
    provider = rng.choice(tuple(PROVIDERS))
    whole, answer = rng.randrange(50, 8000), rng.randrange(1, 2000)
    call = {
        "event_id": event_id or str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "timestamp": stamp(at), "provider": provider, "model": rng.choice(PROVIDERS[provider]),
        "input_tokens": whole, "output_tokens": answer,
        "cache_read_tokens": rng.randrange(0, whole),
        "feature": rng.choice(FEATURES), "user_id": f"u-{rng.randrange(users)}",
        "project_id": f"p-{rng.randrange(6)}", "team": f"t-{rng.randrange(4)}",
        "environment": "production", "latency_ms": rng.randrange(80, 9000),
        "ttft_ms": rng.randrange(20, 80)}
    if nanos is not None:
        call["cost_usd"] = f"{nanos // 10**9}.{nanos % 10**9:09d}"
    return call


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode()


def rng_of(seed):
    return random.Random(seed)


def table(rows, head):
    """Prints rows of texts and numbers in columns."""
    texts = [[cell if isinstance(cell, str) else f"{cell:,.6g}" for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *texts]) for i in range(len(head))]
    for row in [list(head), ["-" * w for w in widths], *texts]:
        print("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w)
                        for i, (cell, w) in enumerate(zip(row, widths))).rstrip())


def ratios(ours, base):
    """Round-by-round ratios as text: median [least..greatest]."""
    each = [a / b for a, b in zip(ours, base) if a and b]
    if not each:
        return "nothing answered"
    return f"{statistics.median(each):.2f} [{min(each):.2f}..{max(each):.2f}]"


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")
