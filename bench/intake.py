#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast events are taken in durably, beside a tutorial's tracker, InfluxDB and Pushgateway.

Single events over 1, 16 and 64 connections, batches of 1000 over 4; then the time to the answer in
open loop: events leave at their time whether or not earlier ones were answered, and waiting counts.
Load comes from wrk; its share of the CPU is shown, for it runs on the same machine. All targets are
measured in turn in every round; ratios are taken round by round. Only the daemon's figures are
judged, and only for correctness: what was answered with 200 must have been kept, once.
"""

import asyncio
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
import uuid

import harness
import openloop
import peers

SCENES = {"single, 1 connection": (1, 1), "single, 16 connections": (16, 1),
          "single, 64 connections": (64, 1), "batches of 1000, 4 connections": (4, 1000)}


def load(target, shape, connections, batch, seconds):
    """One run of wrk: what it answered, and what it cost the server and the client."""
    env = {**os.environ, "SHAPE": shape, "BATCH": str(batch), "RUN": uuid.uuid4().hex,
           "NOW": str(int(time.time()))}
    before, own = harness.cpu_seconds(target.pid), children()
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s",
         "-s", str(harness.HERE / "load.lua"), f"http://127.0.0.1:{target.port}"],
        env=env, capture_output=True, text=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), None)
    if line is None:
        raise SystemExit(f"wrk failed: {done.stdout} {done.stderr}")
    result = json.loads(line.removeprefix("RESULT "))
    good = (result["requests"] - result["bad"]) * batch
    return {**result, "events": good, "rate": good / result["seconds"],
            "cpu": per_event(harness.cpu_seconds(target.pid) - before, good),
            "client": per_event(children() - own, good), "rss": harness.rss_mib(target.pid)}


def per_event(seconds, events):
    """Microseconds; 0 says that nothing was answered."""
    return seconds / events * 1e6 if events else 0


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rounds(args, targets):
    """{scene: {shape: [result of each round]}}; the first round warms up and is thrown away."""
    found = {scene: {} for scene in args.scenes}
    for number in range(args.rounds + 1):
        for scene in args.scenes:
            connections, batch = SCENES[scene]
            for target in targets:
                for shape in target.shapes if batch == 1 or target.batches else ():
                    result = load(target, shape, connections, batch, args.seconds)
                    if number:
                        found[scene].setdefault(shape, []).append(result)
                    check(target, shape, result)
        print(f"round {number} of {args.rounds} done", file=sys.stderr)
    return found


ANSWERED, BROKEN = {}, []


def check(target, shape, result):
    """Remembers what was answered; requests in flight at the end may be kept beyond that."""
    ANSWERED[shape] = ANSWERED.get(shape, 0) + result["events"]
    if shape == "aispend" and result["broken"]:
        BROKEN.append(f"{result['broken']} connections broke")
    kept = target.kept(shape) if shape == "aispend" else None
    if kept is not None and kept < ANSWERED[shape]:
        BROKEN.append(f"{shape}: {ANSWERED[shape]} acknowledged, {kept} kept")


def middle(results, key):
    return statistics.median(result[key] for result in results)


def show(found):
    for scene, shapes in found.items():
        print(f"\n{scene}")
        ours = shapes["aispend"]
        rows = []
        for shape, results in shapes.items():
            rows.append([
                shape, middle(results, "rate"),
                harness.ratios([r["rate"] for r in ours], [r["rate"] for r in results]),
                middle(results, "cpu"),
                harness.ratios([r["cpu"] for r in ours], [r["cpu"] for r in results]),
                middle(results, "p50"), middle(results, "p99"), middle(results, "client"),
                middle(results, "rss"), sum(r["bad"] for r in results)])
        harness.table(rows, ("target", "events/s", "aispend's rate to it", "CPU us/event",
                             "aispend's CPU to it", "p50 ms", "p99 ms", "client us/event",
                             "RSS MiB", "not 2xx"))


def latency(args, targets):
    """p50 and p99 of the answer in open loop over 64 connections."""
    print(f"\nopen loop, 64 connections, {args.open_seconds} s each, in turn")
    rows = []
    plan = [(t, rate) for t in targets for rate in
            {"aispend": (300, 500, 2000), "FastAPI": (300,)}.get(t.name, ())]
    taken = {}
    for _ in range(args.open_rounds):
        for target, rate in plan:
            path = "/api/events" if target.name == "aispend" else "/events"
            taken.setdefault((target.name, rate), []).append(asyncio.run(
                openloop.run(target.port, path, rate, 64, args.open_seconds)))
    base = taken.get(("FastAPI", 300))
    for (name, rate), results in taken.items():
        p99 = [r["p99"] for r in results]
        rows.append([f"{name}, {rate}/s", middle(results, "p50"), middle(results, "p99"),
                     harness.ratios(p99, [r["p99"] for r in base]) if base else "no baseline",
                     sum(r["bad"] for r in results), middle(results, "client")])
    harness.table(rows, ("target", "p50 ms", "p99 ms", "p99 to FastAPI at 300/s", "not 2xx",
                         "client us/event"))


def slow_flushes(args, work):
    """P6: how many more events 64 connections bring than one when each flush takes longer."""
    if not shutil.which("cc"):
        print("skipped: slow flushes: no C compiler (Debian package gcc)")
        return
    library = work / "slowsync.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library),
                    str(harness.HERE / "slowsync.c"), "-ldl"], check=True)
    ours = peers.Aispend(work / "slow", args.jar).start(
        ("env", f"LD_PRELOAD={library}", f"SLOWSYNC_US={int(args.slow_ms * 1000)}"))
    rates = {1: [], 64: []}
    try:
        for number in range(args.rounds + 1):
            for connections, found in rates.items():
                rate = load(ours, "aispend", connections, 1, args.seconds)["rate"]
                found += [rate] if number else []
    finally:
        ours.stop()
    print(f"\neach flush {args.slow_ms:g} ms longer: {statistics.median(rates[1]):,.0f} events/s "
          f"over 1 connection, {statistics.median(rates[64]):,.0f} over 64; "
          f"{harness.ratios(rates[64], rates[1])} times as many")


def bare_loop(args, work, found):
    """P10: the server's whole CPU an event beside a loop that only inserts."""
    ours = [result["cpu"] for result in found.get("batches of 1000, 4 connections", {})
            .get("aispend", [])]
    base = []
    for number in range(len(ours)):
        done = subprocess.run(
            ["java", *harness.JAVA_OPTS.split(), "-cp", args.jar,
             str(harness.HERE / "BaselineInsert.java"), str(work / f"bare-{number}.db"), "400000"],
            capture_output=True, text=True, check=True)
        base.append(json.loads(done.stdout)["cpu"])
    if any(ours):
        print(f"\nCPU us/event: {statistics.median(ours):.1f} in batches, "
              f"{statistics.median(base):.1f} in a loop that only inserts; "
              f"{harness.ratios(ours, base)} times as much")


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="after one to warm up")
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--scenes", nargs="+", choices=SCENES, default=list(SCENES),
                        metavar="SCENE", help=f"of {', '.join(map(repr, SCENES))}")
    parser.add_argument("--open-rounds", type=int, default=3)
    parser.add_argument("--open-seconds", type=int, default=8)
    parser.add_argument("--python", default=sys.executable,
                        help="an interpreter that has fastapi and uvicorn")
    parser.add_argument("--slow-ms", type=float, default=2, metavar="MS",
                        help="how much longer each flush takes for group commit (%(default)s)")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    args = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed (Debian package wrk)")
    targets = []
    with harness.Work(args) as work:
        try:
            ours = peers.Aispend(work, args.jar).start()
            targets = [ours] + ([] if args.alone else peers.present(work, args.python))
            found = rounds(args, targets)
            show(found)
            latency(args, targets)
            print(f"\naispend: RSS at most {harness.peak_mib(ours.pid):.0f} MiB, "
                  f"{ours.told('accepted'):,.0f} events kept, "
                  f"{ours.daemon.database.stat().st_size / max(1, ours.told('accepted')):.0f}"
                  " bytes of file an event")
            for outcome in ("duplicate", "conflict", "rejected"):
                if ours.told(outcome):
                    BROKEN.append(f"{ours.told(outcome):.0f} events were {outcome}")
        finally:
            for target in targets:
                target.stop()
        bare_loop(args, work, found)
        slow_flushes(args, work)
        for problem in BROKEN:
            print("FAILED", problem)
        if BROKEN:
            sys.exit(1)


if __name__ == "__main__":
    main()
