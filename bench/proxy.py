#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the proxy adds to a call: the same calls to a stand-in, directly and through it, in turn.

Open loop: calls leave at their times over 1, 16 and 64 kept connections, so that latency is
measured and not the machine's end of capacity; whole answers and streams of 20 pieces, with the
time to the first byte of the body. The stand-in answers at once, so all that is measured is
overhead; a real model takes seconds. Checks that bodies are the same, byte for byte, and that
every call was recorded.

Exit 1 when a body differed or a call is missing in the ledger.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time

import harness

CONFIG = """
[[proxy.upstream]]
name = "openai"
base_url = "http://127.0.0.1:{port}"
"""
SCENES = ((1, 50), (16, 100), (64, 100))


def packet(path, stream):
    body = {"model": "gpt-test", "messages": [{"role": "user", "content": "What? " * 200}]}
    if stream:
        body.update(stream=True, stream_options={"include_usage": True})
    data = harness.compact(body)
    return (f"POST {path}/v1/chat/completions HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer sk-x\r\n"
            f"Content-Type: application/json\r\nX-AISpend-Feature: bench\r\n"
            f"Content-Length: {len(data)}\r\n\r\n").encode() + data


async def call(reader, writer, data):
    """First byte of the body and its end, as clock readings, and the body."""
    writer.write(data)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(f"answered {head[:200]!r}")
    if b"transfer-encoding: chunked" not in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        first = await reader.readexactly(1)
        at = time.perf_counter()
        return at, first + await reader.readexactly(length - 1)
    body, at = b"", None
    while size := int(await reader.readline(), 16):
        at = at or time.perf_counter()
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return at, body


async def run(port, data, connections, rate, seconds):
    """(first byte, whole) in milliseconds of every call, and the bodies that came."""
    plan, took, bodies = asyncio.Queue(), [], set()

    async def worker():
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        while (due := await plan.get()) is not None:
            first, body = await call(reader, writer, data)
            took.append(((first - due) * 1000, (time.perf_counter() - due) * 1000))
            bodies.add(body)
        writer.close()

    workers = [asyncio.create_task(worker()) for _ in range(connections)]
    begin = time.perf_counter() + 0.2
    for i in range(rate * seconds):
        due = begin + i / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        plan.put_nowait(due)
    for _ in workers:
        plan.put_nowait(None)
    await asyncio.gather(*workers)
    return took, bodies


def figures(took):
    whole, first = [t[1] for t in took], [t[0] for t in took]
    return {"p50": harness.percentile(whole, 0.5), "p99": harness.percentile(whole, 0.99),
            "first50": harness.percentile(first, 0.5), "first99": harness.percentile(first, 0.99)}


def measure(args, vendor, daemon, problems):
    sent, found = 0, {}
    for number in range(args.rounds + 1):
        for stream in (False, True):
            for connections, rate in SCENES:
                results = {}
                for way, port, path in (("direct", vendor, ""),
                                        ("proxy", daemon.port, "/proxy/openai")):
                    cpu = harness.cpu_seconds(daemon.pid)
                    took, bodies = asyncio.run(
                        run(port, packet(path, stream), connections, rate, args.seconds))
                    results[way] = {**figures(took), "bodies": bodies,
                                    "cpu": (harness.cpu_seconds(daemon.pid) - cpu) / len(took)}
                sent += rate * args.seconds
                if results["direct"]["bodies"] != results["proxy"]["bodies"]:
                    problems.append("the proxy's bodies are not the vendor's")
                if number:
                    found.setdefault((stream, connections, rate), []).append(results)
    return sent, found


def show(found):
    rows = []
    for (stream, connections, rate), rounds in found.items():
        scene = f"{'stream' if stream else 'whole'}, {connections} conn., {rate}/s"
        for key, name in (("p50", "p50"), ("p99", "p99"),
                          *((("first50", "first byte p50"), ("first99", "first byte p99"))
                            if stream else ())):
            direct, proxy = ([r[way][key] for r in rounds] for way in ("direct", "proxy"))
            rows.append([f"{scene}: {name}", statistics.median(direct), statistics.median(proxy),
                         statistics.median(p - d for p, d in zip(proxy, direct)),
                         harness.ratios(proxy, direct)])
        rows.append([f"{scene}: daemon's CPU a call", "", statistics.median(
            r["proxy"]["cpu"] * 1000 for r in rounds), "", ""])
    harness.table(rows, ("call", "direct ms", "proxy ms", "added ms", "ratio"))


def recorded(daemon, sent, problems):
    """Waits for the recording, which comes after the answers."""
    end = time.monotonic() + 30
    while True:
        body = json.loads(harness.get(daemon.port, "/api/costs/daily?days=2")[1])
        if body["requests"] == sent:
            return
        if time.monotonic() > end:
            problems.append(f"{sent} calls, {body['requests']} in the ledger")
            return
        time.sleep(0.2)


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="after one to warm up")
    parser.add_argument("--seconds", type=int, default=4)
    args = parser.parse_args()
    port, problems = harness.free_port(), []
    vendor = subprocess.Popen(
        [sys.executable, str(harness.HERE / "clients" / "vendor.py"), "--port", str(port)])
    try:
        with harness.Work(args) as work, harness.Daemon(
                args.jar, work, CONFIG.format(port=port)) as daemon:
            daemon.start()
            sent, found = measure(args, port, daemon, problems)
            show(found)
            recorded(daemon, sent, problems)
            print(f"\nRSS at most {harness.peak_mib(daemon.pid):.0f} MiB, {sent:,} calls")
            for problem in problems:
                print("FAILED", problem)
            if problems:
                sys.exit(1)
    finally:
        vendor.terminate()


if __name__ == "__main__":
    main()
