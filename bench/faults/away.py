# SPDX-License-Identifier: Apache-2.0
"""Prometheus and PostgreSQL that are killed, or away for a while."""

import decimal
import glob
import json
import os
import pathlib
import shutil
import subprocess
import time
import urllib.parse

from ground import PATIENCE, VENDORS, Ground, harness, killed, skipped

POSTED = 'sum by (provider) (sum_over_time(aispend_posted_cost_usd{job="aispend"}[40d]))'


class Prometheus:
    """Takes what the daemon pushes; can be killed and started again over the same data."""

    def __init__(self, folder):
        self.port, self.folder, self.process = harness.free_port(), folder, None
        self.config = folder / "prometheus.yml"
        self.config.write_text("storage:\n  tsdb:\n    out_of_order_time_window: 90d\n")

    def start(self):
        with open(self.folder / "prometheus.log", "ab") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={self.config}", "--web.enable-remote-write-receiver",
                 f"--storage.tsdb.path={self.folder / 'tsdb'}",
                 f"--web.listen-address=127.0.0.1:{self.port}",
                 "--storage.tsdb.retention.time=400d"], stdout=log, stderr=log)
        until(lambda: harness.get(self.port, "/-/ready")[0] == 200, "Prometheus is not ready")
        return self

    def sums(self):
        """Dollars by provider, of all postings."""
        status, body = harness.get(
            self.port, "/api/v1/query?query=" + urllib.parse.quote(POSTED), timeout=60)
        return {row["metric"]["provider"]: decimal.Decimal(row["value"][1])
                for row in json.loads(body)["data"]["result"]} if status == 200 else {}


def until(good, otherwise, patience=60):
    end = time.monotonic() + patience
    while True:
        try:
            if good():
                return
        except OSError:
            pass
        if time.monotonic() > end:
            raise SystemExit(otherwise)
        time.sleep(0.05)


def history(args, work):
    """Kills either side of remote write, and leaves Prometheus away for a while."""
    if not shutil.which("prometheus"):
        return skipped("kill -9 in remote write, Prometheus away", "no Prometheus")
    prometheus = Prometheus(work)
    config = ('[history]\nwindow = "30d"\n'
              f'remote_write_url = "http://127.0.0.1:{prometheus.port}/api/v1/write"\n')
    with Ground("kill -9 in remote write, Prometheus away", args, work,
                vendor_days=args.times(10, 25), config=config) as ground:
        prometheus.start()
        ground.start()
        for number in range(args.times(3, 20)):
            time.sleep(ground.rng.uniform(0.2, 3))
            ground.daemon.kill()
            ground.start()
            ground.watch()
            time.sleep(ground.rng.uniform(0.2, 2))
            killed(prometheus.process)
            time.sleep(args.away if number == 0 else ground.rng.uniform(0, 2))
            ground.watch()
            prometheus.start()
            ground.found.tried += 2
        try:
            found = ground.judge()
            same_sums(ground, prometheus)
        finally:
            killed(prometheus.process)
        return found


def same_sums(ground, prometheus):
    """What was pushed adds up to what the ledger says, within what a double can hold."""
    began, gap = time.monotonic(), {}
    while time.monotonic() - began < PATIENCE:
        pushed = prometheus.sums()
        gap = {name: pushed.get(name, 0) - decimal.Decimal(ground.asked(
            f"/api/costs/daily?days=40&provider={name}")["cost_usd"]) for name in VENDORS}
        if all(abs(off) < decimal.Decimal("0.000001") for off in gap.values()):
            ground.found.recovered.append(time.monotonic() - began)
            return
        time.sleep(1)
    ground.found.problems.append(f"Prometheus is off by {gap} dollars")


class Postgres:
    """A server of its own in a folder; may be killed and started again."""

    def __init__(self, binaries, folder):
        self.bin, self.folder = pathlib.Path(binaries), folder / "postgres"
        self.folder.mkdir()
        self.port = harness.free_port()
        if os.geteuid() == 0:
            for path in (folder, *folder.parents):
                if path.owner() == "root" and str(path).startswith("/tmp/"):
                    path.chmod(0o755)
            shutil.chown(self.folder, "nobody")
        self.run("initdb", "-D", "data", "-U", "postgres", "-A", "trust")
        (self.folder / "data" / "postgresql.auto.conf").write_text(
            f"port = {self.port}\nlisten_addresses = '127.0.0.1'\n"
            f"unix_socket_directories = ''\nmax_connections = 50\n")

    def run(self, *command):
        user = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        subprocess.run([*user, str(self.bin / command[0]), *command[1:]], cwd=self.folder,
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def start(self):
        self.run("pg_ctl", "-D", "data", "-l", "log", "-w", "start")

    def kill(self):
        """All its processes at once, as when the machine is lost."""
        mine = self.pids()
        if mine:
            subprocess.run(["kill", "-9", *mine], check=False)
            until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in mine),
                  "PostgreSQL does not die")

    def pids(self):
        """The postmaster and its children, while there are any."""
        lock = self.folder / "data" / "postmaster.pid"
        if not lock.exists():
            return []
        parent = lock.read_text().split()[0]
        if not os.path.exists(f"/proc/{parent}/cwd"):
            return []
        return [parent, *subprocess.run(
            ["pgrep", "-P", parent], capture_output=True, text=True).stdout.split()]


def binaries():
    """The folder of initdb, newest version first, or None."""
    on_path = shutil.which("initdb")
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)
    return pathlib.Path(on_path or found[0]).parent if on_path or found else None


def postgres(args, work):
    """Kills the server, and the daemon, under load, and leaves the server away for a while."""
    where = binaries()
    if where is None:
        return skipped("PostgreSQL killed, away", "no initdb (Debian package postgresql)")
    server = Postgres(where, work)
    server.start()
    url = (f'url = "jdbc:postgresql://127.0.0.1:{server.port}/postgres"\nuser = "postgres"\n'
           'password_env = "PG_PASSWORD"\n')
    try:
        with Ground("PostgreSQL killed, away", args, work, vendor_days=5, ledger=url,
                    env={"PG_PASSWORD": "trusted"}) as ground:
            ground.start()
            ground.load()
            for number in range(args.times(3, 20)):
                ground.served_again()
                time.sleep(ground.rng.uniform(0.2, 2))
                server.kill()
                time.sleep(args.away if number == 0 else ground.rng.uniform(0, 2))
                if number % 2:
                    ground.daemon.kill()
                server.start()
                if number % 2:
                    ground.start()
                ground.served_again()
                ground.watch()
                ground.found.tried += 1
            return ground.judge()
    finally:
        server.kill()


FAULTS = {"history": history, "postgres": postgres}
