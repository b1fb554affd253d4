# SPDX-License-Identifier: Apache-2.0
"""A ledger that cannot be written, for abuse.py: full, locked by another, read-only.

Each case has a daemon of its own and gives what was wrong, or None where it cannot be made.
"""

import contextlib
import http.client
import os
import sqlite3
import subprocess
import time

import abuse_bodies
import harness


def post(daemon, number, size=50):
    """Sends a batch; gives the status, and for 503 without Retry-After a sentence."""
    calls = [abuse_bodies.event(event_id=f"good-{number}-{i}", feature="x" * 100,
                                user_id=f"u-{number}-{i}") for i in range(size)]
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=60)
    with contextlib.closing(connection):
        connection.request("POST", "/api/events", harness.compact(calls), harness.JSON)
        response = connection.getresponse()
        if response.status == 503 and not response.getheader("Retry-After"):
            return "503 without Retry-After"
        return response.status


def mounted(folder, size="24m"):
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
                          capture_output=True)
    return done.returncode == 0


def unmount(folder):
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def until(daemon, status, first, patience):
    """Sends batches until one gets the status; gives the numbers of those that got 200, or None."""
    kept, end, number = [], time.monotonic() + patience, first
    while time.monotonic() < end:
        got = post(daemon, number)
        if got == 200:
            kept.append(number)
        if got == status:
            return kept, number
        if got not in (200, 503):
            return None, got
        number += 1
        time.sleep(0 if status == 503 else 0.2)
    return None, f"no {status} within {patience} s"


def present(daemon, numbers, size=50):
    with sqlite3.connect(daemon.database) as connection:
        ids = {row[0] for row in connection.execute("select event_id from event")}
        whole = connection.execute("pragma integrity_check").fetchone()[0]
    lost = [n for n in numbers if any(f"good-{n}-{i}" not in ids for i in range(size))]
    return ([f"{len(lost)} acknowledged batches are lost"] if lost else []) + (
        [f"integrity_check: {whole}"] if whole != "ok" else [])


def full(jar, folder):
    """503 while full, reads go on, 200 after there is room again, nothing acknowledged lost."""
    if os.geteuid() != 0 or not mounted(folder):
        return None
    try:
        filler = folder / "filler"
        with harness.Daemon(jar, folder).start() as daemon:
            filler.write_bytes(b"x" * (10 * 2**20))
            kept, last = until(daemon, 503, 0, 180)
            if kept is None:
                return [f"on a full disk: {last}"]
            problems = reads(daemon)
            again = [post(daemon, last + 1 + i) for i in range(3)]
            problems += [f"while full: {again}"] if {*again} - {503, 200} else []
            kept += [last + 1 + i for i, status in enumerate(again) if status == 200]
            filler.unlink()
            more, number = until(daemon, 200, last + 10, 15)
            if more is None:
                return [*problems, f"after there was room again: {number}"]
            daemon.stop()
            return problems + present(daemon, kept + more)
    finally:
        unmount(folder)


def reads(daemon):
    """Reads go on while nothing can be written."""
    return [f"{path} answers {status}" for path in ("/-/healthy", "/metrics", "/api/costs/today")
            if (status := harness.get(daemon.port, path, 30)[0]) != 200]


def locked(jar, folder):
    """Another program holds the file's write lock: 503, then 200 when it lets go."""
    with harness.Daemon(jar, folder).start() as daemon:
        problems = [] if post(daemon, 0) == 200 else ["could not write at first"]
        other = sqlite3.connect(daemon.database, isolation_level=None)
        other.execute("begin immediate")
        status = post(daemon, 1)
        problems += [f"while locked: {status}"] if status != 503 else []
        problems += reads(daemon)
        other.execute("rollback")
        other.close()
        kept, number = until(daemon, 200, 10, 20)
        daemon.stop()
        return problems + ([f"after: {number}"] if kept is None else present(daemon, [0, *kept]))


def read_only(jar, folder):
    """A ledger on a read-only file system: it says so and ends, or answers 503; never 200."""
    if os.geteuid() != 0 or not mounted(folder):
        return None
    try:
        with harness.Daemon(jar, folder).start() as daemon:
            post(daemon, 0)
        log = folder.parent / (folder.name + ".log")
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        with open(log, "ab") as out:
            daemon.process = subprocess.Popen(
                ["java", *daemon.java_opts.split(), "-jar", jar, "serve",
                 "--config", str(daemon.config)], stdout=out, stderr=out)
        try:
            ended = daemon.process.wait(20)
            said = log.read_text()
            told = "read-only" in said.lower() or "readonly" in said.lower()
            return [] if ended and told else [f"ended with {ended}, saying: {said[-200:]}"]
        except subprocess.TimeoutExpired:
            status = post(daemon, 1)
            return [] if status == 503 else [f"answered {status}"]
        finally:
            daemon.stop()
    finally:
        unmount(folder)


CASES = {"ledger on a full disk": full, "ledger locked by another": locked,
         "ledger read-only": read_only}
