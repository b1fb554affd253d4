# SPDX-License-Identifier: Apache-2.0
"""SIGKILL at random moments of whatever the daemon does."""

import argparse
import shutil
import sqlite3
import subprocess
import time

from ground import HERE, Found, Ground, checks, harness, kill9

DAY = 86_400
COMPARED = ("counter", "cube_hour", "cube_day", "value_hour", "value_day")


def ingest(args, work):
    """While events come in; looks into the file after each kill (kill9.py)."""
    options = argparse.Namespace(jar=args.jar, kills=args.times(6, 50), terms=1, batch=200,
                                 seed=args.seed)
    trial, found = kill9.Trial(options, work), Found("kill -9 in ingest")
    try:
        trial.load_and_kill()
        trial.replay()
        trial.look_at_answers()
    finally:
        trial.daemon.stop()
    found.tried, found.events = options.kills, len(trial.book.calls)
    found.problems = trial.book.problems + trial.examine(trial.daemon.database)
    found.recovered = trial.starts
    return found


def poll(args, work):
    """While vendors are read, first the whole history, then what they tell late."""
    tries = args.times(5, 50)
    with Ground("kill -9 in poll", args, work, vendor_days=args.times(20, 61)) as ground:
        ground.vendor.ask("POST", "knowledge?lag=PT240H")
        for number in range(tries):
            ground.start()
            ground.watch()
            time.sleep(ground.rng.uniform(0.05, 4))
            ground.daemon.kill()
            lag = 240 * (tries - number - 1) // tries
            ground.vendor.ask("POST", f"knowledge?lag=PT{lag}H")
        ground.found.tried = tries
        ground.start()
        return ground.judge()


def retention(args, work):
    """While old events are dropped and hourly sums become daily ones: no sum may change."""
    with Ground("kill -9 in roll-up and retention", args, work) as ground:
        ground.start()
        aged(ground, args.times(30_000, 120_000))
        before = sums(ground)
        ground.daemon.stop()
        ground.daemon.configure(kill9.HOLD, 'raw_retention = "2d"\nhourly_retention = "62d"\n')
        for number in range(args.times(1, 8) + 1):
            last = number == args.times(1, 8)
            ground.start()
            ground.watch()
            if dropping(ground, ground.rng.uniform(0, 0.5) if not last else 120, last):
                ground.found.tried += not last
            if not last:
                ground.daemon.kill()
        if ground.found.tried == 0:
            ground.found.problems.append("nothing was being dropped when it was killed")
        ground.found.problems += differing(before, sums(ground))
        ground.watch()
        return ground.found


def aged(ground, events):
    """Events over the last 80 days."""
    now, sent = int(time.time()), 0
    while sent < events:
        calls = [harness.event(ground.rng, now - ground.rng.randrange(80 * DAY),
                               nanos=ground.rng.randrange(1, 10**9)) for _ in range(1000)]
        status, _ = harness.request(ground.daemon.port, "POST", "/api/events",
                                    harness.compact(calls), harness.JSON)
        sent += 1000 if status == 200 else 0
    ground.found.events = sent


def sums(ground):
    return {f"{day['date']}": (str(day["cost_usd"]), day["requests"])
            for day in ground.asked("/api/costs/daily?days=90")["days"]}


def dropping(ground, pause, to_the_end):
    """Waits until rows go, a minute after the start, and then for a while, or until none does."""
    rows, end = events_kept(ground), time.monotonic() + 90
    while (now := events_kept(ground)) == rows:
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    time.sleep(0 if to_the_end else pause)
    while to_the_end:
        rows = now
        time.sleep(2)
        if (now := events_kept(ground)) == rows:
            return True
    return True


def events_kept(ground):
    with sqlite3.connect(f"file:{ground.daemon.database}?mode=ro", uri=True) as connection:
        return connection.execute("select count(*) from event").fetchone()[0]


def differing(before, after):
    wrong = [day for day in before if before[day] != after.get(day)]
    return [f"{len(wrong)} days changed, such as {wrong[0]}: {before[wrong[0]]} to "
            f"{after.get(wrong[0])}"] if wrong else []


def migration(args, work):
    """While a ledger of an earlier version is converted: as if it had never been killed."""
    found = Found("kill -9 in migration")
    old = work / "old.db"
    subprocess.run(["java", "-cp", args.jar, str(HERE / "OldLedger.java"), str(old),
                    str(args.times(6_000, 200_000))], check=True, stdout=subprocess.DEVNULL)
    undisturbed = harness.Daemon(args.jar, work / "undisturbed")
    shutil.copyfile(old, undisturbed.database)
    began = time.monotonic()
    undisturbed.start().stop()
    took = time.monotonic() - began
    want = contents(undisturbed.database)
    rng = harness.rng_of(args.seed)
    for number in range(args.times(2, 20)):
        daemon = harness.Daemon(args.jar, work / f"killed-{number}")
        shutil.copyfile(old, daemon.database)
        for _ in range(3):
            daemon.start(wait=False)
            time.sleep(rng.uniform(0.3, 1) * took)
            daemon.kill()
            found.tried += 1
        began = time.monotonic()
        daemon.start().stop()
        found.recovered.append(time.monotonic() - began)
        got = contents(daemon.database)
        found.problems += [f"{table} is not as without a kill" for table in want
                           if want[table] != got[table]]
    found.events = want["records"]
    return found


def contents(database):
    """All sums and counters; times of writing left out."""
    with checks.copy_of(database, database.parent / "copy.db") as copy:
        copy.execute("select 1")
        found = {"integrity": checks.sound(copy)}
        for table in COMPARED:
            columns = [row[1] for row in copy.execute(f"pragma table_info({table})")
                       if row[1] not in ("changed_at", "first_seen", "created_at", "seen_at")]
            found[table] = sorted(map(repr, copy.execute(
                f"select {', '.join(columns)} from {table}").fetchall()))
        found["records"] = copy.execute("select count(*) from record").fetchone()[0]
        return found


FAULTS = {"ingest": ingest, "poll": poll, "retention": retention, "migration": migration}
