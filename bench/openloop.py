# SPDX-License-Identifier: Apache-2.0
"""Single events in open loop over kept connections: asyncio on raw sockets, one event a request.

Each event has a time at which it should leave. Its latency counts from then, so a server that
stalls is charged for all the events that had to wait.
"""

import asyncio
import time

import harness


async def run(port, path, rate, connections, seconds):
    """Milliseconds at p50 and p99, how many were not answered 2xx, and the client's own CPU."""
    rng = harness.rng_of(time.time_ns())
    plan, waits, bad = asyncio.Queue(), [], [0]
    bodies = [harness.compact(harness.event(rng, time.time() - rng.randrange(3000),
                                            nanos=rng.randrange(10**8)))
              for _ in range(rate * seconds)]
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
    packets = [f"{head}Content-Length: {len(b)}\r\n\r\n".encode() + b for b in bodies]
    cpu = time.process_time()
    workers = [asyncio.create_task(worker(port, plan, waits, bad)) for _ in range(connections)]
    begin = time.perf_counter() + 0.2
    for i, packet in enumerate(packets):
        due = begin + i / rate
        await asyncio.sleep(max(0, due - time.perf_counter()))
        plan.put_nowait((due, packet))
    for _ in workers:
        plan.put_nowait(None)
    await asyncio.gather(*workers)
    return {"p50": harness.percentile(waits, 0.5), "p99": harness.percentile(waits, 0.99),
            "bad": bad[0], "client": (time.process_time() - cpu) / len(packets) * 1e6}


async def worker(port, plan, waits, bad):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while (item := await plan.get()) is not None:
            due, packet = item
            writer.write(packet)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(body_length(head))
            waits.append((time.perf_counter() - due) * 1000)
            bad[0] += not head.startswith(b"HTTP/1.1 2")
    finally:
        writer.close()


def body_length(head):
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0
