# SPDX-License-Identifier: Apache-2.0
"""What an event costs in CPU, of the daemon and of its database, for bench/capacity.json.

Sends batches of 1,000 events over one connection to a daemon, after a warm-up, and tells CPU of the
daemon and time an event; with --postgres also that of the server's processes on this machine.

    python3 bench/cores.py
    python3 bench/cores.py --postgres jdbc:postgresql://127.0.0.1:5432/bench --user bench
"""

import http.client
import json
import pathlib
import time

import harness

BATCH = 1_000
WARM_UP = 30


def server_cpu():
    """CPU seconds of all processes of PostgreSQL, those that have ended in their parent's."""
    total = 0.0
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = stat.read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue  # it has just ended
        if name.startswith("postgres"):
            total += sum(map(int, fields.split()[11:13])) / harness.TICKS
    return total


def sent(connection, rng, now):
    """Sends a batch; the seconds until the answer."""
    events = [harness.event(rng, now - rng.randrange(172_800)) for _ in range(BATCH)]
    body = json.dumps(events)
    began = time.monotonic()
    connection.request("POST", "/api/events", body, harness.JSON)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{answer.status} {told[:300]}")
    return time.monotonic() - began


def measured(daemon, batches):
    """Microseconds an event: CPU of the daemon, CPU of the server, and of the whole wait."""
    rng, now = harness.rng_of(11), int(time.time())
    connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=60)
    for _ in range(WARM_UP):
        sent(connection, rng, now)
    own, other = harness.cpu_seconds(daemon.pid), server_cpu()
    waited = sum(sent(connection, rng, now) for _ in range(batches))
    per = 1e6 / (batches * BATCH)
    return (
        (harness.cpu_seconds(daemon.pid) - own) * per, (server_cpu() - other) * per, waited * per)


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--batches", type=int, default=100)
    parser.add_argument("--postgres", help="JDBC URL of an empty database; else a file")
    parser.add_argument("--user", default="postgres")
    args = parser.parse_args()
    with harness.Work(args) as work:
        daemon = harness.Daemon(args.jar, work)
        if args.postgres:
            text = daemon.config.read_text()
            place = f'url = "{args.postgres}"\nuser = "{args.user}"\n'
            daemon.config.write_text(text[:text.index("url = \"jdbc:sqlite")] + place)
        with daemon:
            daemon.start()
            own, other, waited = measured(daemon, args.batches)
    print(f"an event: {own:.0f} us CPU of the daemon, {other:.0f} us of PostgreSQL, {waited:.0f} us in all")


if __name__ == "__main__":
    main()
