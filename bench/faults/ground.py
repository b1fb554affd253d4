# SPDX-License-Identifier: Apache-2.0
"""The ground under a fault: a daemon, whoever it hears from, and the truth it must reach again.

What happened is judged from outside, by HTTP alone, so that it is the same for every ledger: all
events sent again must be duplicates (nothing acknowledged was lost), their number and cost must be
what was sent (nothing was doubled), the vendor's reports must say what the vendor will finally
bill, and no counter may ever have fallen.
"""

import dataclasses
import decimal
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import harness  # noqa: E402
import kill9  # noqa: E402
import kill9_checks as checks  # noqa: E402

PATIENCE = 180  # seconds until truth must be reached again
VENDORS = ("openai", "anthropic")


@dataclasses.dataclass
class Found:
    """What a fault did."""

    fault: str
    tried: int = 0
    events: int = 0
    lost: int = 0
    doubled: int = 0
    nanos: int = 0
    recovered: list = dataclasses.field(default_factory=list)
    problems: list = dataclasses.field(default_factory=list)
    skipped: str = ""

    @property
    def passed(self):
        return not (self.problems or self.lost or self.doubled or self.nanos)

    def row(self):
        if self.skipped:
            return [self.fault, f"skipped: {self.skipped}", *[""] * 6]
        times = self.recovered
        return [self.fault, str(self.tried), f"{self.events:,}", str(self.lost), str(self.doubled),
                f"{decimal.Decimal(self.nanos).scaleb(-9):f}" if self.nanos else "0",
                f"{harness.percentile(times, 0.5):.1f} / {max(times):.1f}" if times else "",
                "passed" if self.passed else "FAILED"]

    HEAD = ("fault", "tried", "events", "lost", "doubled", "dollars off", "recovered in s", "")


class Client(kill9.Client):
    """Stamps its events by the ground's clock."""

    ahead = staticmethod(lambda: 0)

    def made(self):
        calls = super().made()
        for call in calls:
            at = harness.seconds_of(call["timestamp"]) + self.ahead()
            call["timestamp"] = harness.stamp(at)
        self.book.add(calls)
        return calls


class Vendor:
    """The simulated vendors: OpenAI's and Anthropic's reports of so many days."""

    def __init__(self, jar, folder, days, seed=7):
        self.port, self.days, self.folder = harness.free_port(), days, folder
        with open(folder / "vendor.log", "ab") as log:
            self.process = subprocess.Popen(
                ["java", "-Xmx256m", "-XX:+UseSerialGC", "-jar", jar, "demo-vendor", "--listen",
                 f"127.0.0.1:{self.port}", "--seed", str(seed), "--days", str(days),
                 "--no-faults"], stdout=log, stderr=log)
        self.ask("GET", "state")

    def ask(self, method, order, body=None):
        for _ in range(600):
            try:
                status, answer = harness.request(
                    self.port, method, f"/sim/{order}", body and harness.compact(body), harness.JSON)
                break
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the simulated vendor ended") from None
                time.sleep(0.1)
        if status != 200:
            raise SystemExit(f"the simulated vendor: {status} {answer[:300]}")
        return json.loads(answer, parse_float=decimal.Decimal)

    def config(self):
        for name, key in (("openai", "sk-admin-invented"), ("anthropic", "sk-ant-admin01-invented")):
            file = self.folder / f"{name}.key"
            file.write_text(key)
            file.chmod(0o600)
        return "".join(f"""
[[provider]]
name = "{name}"
type = "{name}"
key_file = "{self.folder / name}.key"
base_url = "http://127.0.0.1:{self.port}"
every = "10s"
backfill = "{self.days + 1}d"
read_timeout = "2s"
backoff = "200ms"
max_backoff = "2s"
""" for name in VENDORS)

    def stop(self):
        self.process.kill()
        self.process.wait()


class Ground:
    """A daemon under load; killed, starved and cut off by the faults, and judged in the end."""

    def __init__(self, fault, args, work, vendor_days=0, config="", ledger="", prefix=(), env=None,
                 folder=None):
        self.found, self.args, self.work = Found(fault), args, pathlib.Path(folder or work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.rng = random.Random(f"{args.seed}-{fault}")
        self.vendor = Vendor(args.jar, self.work, vendor_days) if vendor_days else None
        self.own = config + (self.vendor.config() if self.vendor else "")
        self.prefix, self.ahead = prefix, 0
        self.daemon = harness.Daemon(
            args.jar, self.work, self.own + "\n" + kill9.HOLD, ledger=ledger, env=env)
        self.book, self.shown, self.clients = kill9.Book(), {}, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.rest(patience=5)
        self.daemon.stop()
        if self.vendor:
            self.vendor.stop()

    def start(self, wait=True):
        began = time.monotonic()
        self.daemon.start(wait, self.prefix)
        if wait:
            self.found.recovered.append(time.monotonic() - began)

    def load(self, singles=2, batches=1):
        """Lets clients send until rest()."""
        sizes = [1] * singles + [100] * batches
        self.clients = [Client(i, self.daemon.port, self.book, most, self.args.seed)
                        for i, most in enumerate(sizes)]
        for client in self.clients:
            client.ahead = lambda: self.ahead
            client.start()

    def rest(self, patience=120):
        for client in self.clients:
            client.done.set()
        for client in self.clients:
            client.join(patience)
            if client.is_alive():
                self.found.problems.append(f"a client was not answered within {patience} s")
        self.clients = []

    def acknowledged(self):
        return len(self.book.snapshot()[0])

    def served_again(self, patience=60):
        """Waits until something new is acknowledged and remembers how long that took."""
        began, before = time.monotonic(), self.acknowledged()
        while self.acknowledged() == before:
            if time.monotonic() - began > patience:
                self.found.problems.append(f"nothing was taken within {patience} s")
                return
            time.sleep(0.02)
        self.found.recovered.append(time.monotonic() - began)

    def watch(self):
        """No counter of money or use may have fallen since the last look."""
        text = harness.get(self.daemon.port, "/metrics")[1].decode()
        for name, value in harness.samples(text).items():
            if name.startswith(checks.SHOWN):
                if value < self.shown.get(name, 0):
                    self.found.problems.append(f"{name} fell: {self.shown[name]} to {value}")
                self.shown[name] = value
        return harness.samples(text)

    def asked(self, path):
        status, body = harness.get(self.daemon.port, path, timeout=60)
        if status != 200:
            raise ConnectionError(f"{path}: {status} {body[:200]}")
        return json.loads(body, parse_float=decimal.Decimal)

    def judge(self):
        """The end: load is over, the daemon runs, and everything must be true."""
        self.rest()
        self.watch()
        self.found.problems += self.book.problems
        self.judge_events()
        if self.vendor:
            self.judge_vendor()
        self.watch()
        return self.found

    def judge_events(self):
        calls = list(self.book.calls.values())
        self.found.events = len(calls)
        if not calls:
            return
        before = self.told_events()
        for i in range(0, len(calls), 1000):
            part = calls[i:i + 1000]
            status, body = harness.request(self.daemon.port, "POST", "/api/events",
                                           harness.compact(part), harness.JSON)
            answer = json.loads(body) if status == 200 else None
            if answer is None or answer["rejected"]:
                self.found.problems.append(f"sent all again: {status} {body[:300]}")
                return
            self.found.lost += answer["accepted"]
        requests, nanos = before
        self.found.doubled += max(0, requests - len(calls))
        self.found.nanos += abs(nanos - sum(map(checks.calls_nanos, calls)))

    def told_events(self):
        """How many events there are by what is told of them, and their nanos."""
        told = self.asked("/api/costs/by/provider?days=120&source=events")
        return int(told["requests"]), int(decimal.Decimal(told["cost_usd"]).scaleb(9))

    def judge_vendor(self):
        """Everything used until now becomes final; the daemon must get there by itself."""
        self.vendor.ask("POST", "settle")
        began = time.monotonic()
        while off := self.off_truth():
            if time.monotonic() - began > PATIENCE:
                self.found.nanos += sum(abs(n) for _, n in off)
                self.found.problems.append(f"not the truth after {PATIENCE} s: {off[:3]}")
                return
            time.sleep(0.5)
        self.found.recovered.append(time.monotonic() - began)

    def off_truth(self):
        """[(what, how much it is off)] of the vendors' bills by day and tokens by type."""
        truth, days = self.vendor.ask("GET", "truth")["final"], self.vendor.days + 3
        off = []
        for name in VENDORS:
            bill, told = {}, {}
            for row in truth[name]["costs"]["rows"]:
                bill[row["day"]] = bill.get(row["day"], 0) + int(row["nanos"])
            try:
                for row in self.asked(f"/api/costs/daily?days={days}&source={name}:costs")["days"]:
                    told[row["date"]] = int(decimal.Decimal(row["cost_usd"] or 0).scaleb(9))
                off += [(f"{name} {day}", told.get(day, 0) - nanos)
                        for day, nanos in bill.items() if told.get(day, 0) != nanos]
                off += self.tokens_off(name, truth[name]["usage"]["rows"], days)
            except (ConnectionError, KeyError) as e:
                off.append((repr(e), 1))
        return off

    def tokens_off(self, name, rows, days):
        used, told = {}, {}
        for row in rows:
            for kind, count in row["tokens_by_label"].items():
                used[kind] = used.get(kind, 0) + int(count)
        for row in self.asked(f"/api/costs/by/provider?days={days}&source={name}:usage")["rows"]:
            for kind, count in row["tokens"].items():
                told[kind] = told.get(kind, 0) + int(count)
        return [(f"{name} {kind} tokens", told.get(kind, 0) - count)
                for kind, count in used.items() if told.get(kind, 0) != count]


def skipped(fault, why):
    return Found(fault, skipped=why)


def preloaded(source, work):
    """A library built from a C file for LD_PRELOAD, or None where there is no compiler."""
    if not shutil.which("cc"):
        return None
    library = work / f"{source.stem}.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"],
                   check=True)
    return library


def killed(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
