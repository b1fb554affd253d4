# SPDX-License-Identifier: Apache-2.0
"""The systems aispend is measured beside, each started in the run's folder when it is installed.

A peer has a name, the shapes that load.lua knows, a port, a pid, and a count of what it kept.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.parse

import harness


class Peer:
    name, shapes, batches = "", (), True

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / self.name.lower().replace(" ", "-")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.process = harness.free_port(), None

    def run(self, command, env=None, probe="/"):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=harness.HERE,
                                            env={**os.environ, **(env or {})})
        for _ in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended: {(self.folder / 'log').read_text()[-500:]}")
            try:
                harness.get(self.port, probe, timeout=5)
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.name} does not answer")

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def kept(self, shape):
        """How many events it has of a shape; None when it cannot say."""
        return None


class Aispend(Peer):
    name, shapes = "aispend", ("aispend",)

    def __init__(self, folder, jar, config="", java_opts=harness.JAVA_OPTS):
        super().__init__(folder)
        self.daemon = harness.Daemon(jar, self.folder, config, java_opts)
        self.port = self.daemon.port

    def start(self, prefix=()):
        self.daemon.start(prefix=prefix)
        self.process = self.daemon.process
        return self

    def stop(self):
        self.daemon.stop()

    def kept(self, shape):
        return int(self.told("accepted"))

    def told(self, outcome):
        text = harness.get(self.port, "/metrics")[1].decode()
        return next(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                    if line.startswith(f'aispend_events_total{{outcome="{outcome}"'))


class Simpleclient(Peer):
    """An exporter with simpleclient 0.16, the library for Java, which is in the daemon's jar."""

    name = "simpleclient"

    def start(self, jar, text):
        series = self.folder / "series"
        series.write_text(text)
        return self.run(["java", *harness.JAVA_OPTS.split(), "-Xmx512m", "-cp", jar,
                         str(harness.HERE / "BaselineSimpleclient.java"), str(self.port),
                         str(series)])


class FastApi(Peer):
    name, shapes = "FastAPI", ("fastapi",)

    def start(self, python=sys.executable):
        command = [python, "-m", "uvicorn", "baseline_fastapi:app", "--port", str(self.port),
                   "--log-level", "warning", "--no-access-log"]
        return self.run(command, {"BASELINE_DB": str(self.folder / "events.db")}, "/count")

    def kept(self, shape):
        return int(harness.get(self.port, "/count")[1])

    @staticmethod
    def missing(python):
        found = subprocess.run([python, "-c", "import fastapi, uvicorn"], capture_output=True)
        return found.returncode and f"{python} has no fastapi and uvicorn (see --python)"


class Influx(Peer):
    """InfluxDB 1.x: syncs each write, as we do; knows no duplicates and keeps no sums."""

    name, shapes = "InfluxDB", ("influx-few", "influx-all")

    def start(self):
        config = self.folder / "influxd.conf"
        config.write_text(
            f'reporting-disabled = true\nbind-address = "127.0.0.1:{harness.free_port()}"\n'
            f'[meta]\ndir = "{self.folder}/meta"\n'
            f'[data]\ndir = "{self.folder}/data"\nwal-dir = "{self.folder}/wal"\n'
            "query-log-enabled = false\nmax-series-per-database = 0\n"
            f'[http]\nbind-address = "127.0.0.1:{self.port}"\nlog-enabled = false\n'
            "[monitor]\nstore-enabled = false\n")
        self.run(["influxd", "run", "-config", str(config)], probe="/ping")
        self.query("create database bench", "POST")
        return self

    def query(self, text, method="GET"):
        path = "/query?" + urllib.parse.urlencode({"db": "bench", "q": text})
        return json.loads(harness.request(self.port, method, path, None, {}, 120)[1])

    def kept(self, shape):
        """Both shapes lie in one measurement; a point without a field `user` is of all tags."""
        field = "user" if shape == "influx-few" else "environment"
        series = self.query(f'select count("{field}"::field) from calls')["results"][0].get("series")
        return int(series[0]["values"][0][1]) if series else 0

    @staticmethod
    def missing():
        return not shutil.which("influxd") and "no influxd (Debian package influxdb)"


class Pushgateway(Peer):
    """Keeps the last push of each user in memory only."""

    name, shapes, batches = "Pushgateway", ("push",), False

    def start(self):
        return self.run([self.program(), f"--web.listen-address=127.0.0.1:{self.port}"],
                        probe="/-/ready")

    @staticmethod
    def program():
        return shutil.which("prometheus-pushgateway") or shutil.which("pushgateway")

    @staticmethod
    def missing():
        return not Pushgateway.program() and "no Pushgateway (package prometheus-pushgateway)"


def present(folder, python):
    """Starts the peers that are installed and says which are not."""
    found = []
    for kind, why in ((FastApi, FastApi.missing(python)), (Influx, Influx.missing()),
                      (Pushgateway, Pushgateway.missing())):
        if why:
            print(f"skipped: {kind.name}: {why}")
        else:
            peer = kind(folder)
            found.append(peer.start(python) if kind is FastApi else peer.start())
    return found
