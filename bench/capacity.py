# SPDX-License-Identifier: Apache-2.0
"""What so many events a second and so many tenants need, by simulation of a day.

A day is run through in steps of ten seconds: quiet nights and busy afternoons, noise, four bursts of
ten minutes at three times the load, and at the busiest moment of all the loss of a replica. The least
plan is looked for with which no event waits longer than a runaway loop may go on unseen. What one
core does is measured elsewhere and stands, with where it is from, in capacity.json.

    python3 bench/capacity.py                     # the tables of docs/scale.md
    python3 bench/capacity.py --rate 25000        # one rate
    python3 bench/capacity.py --check             # exits with 1 when docs/scale.md says otherwise
"""

import argparse
import dataclasses
import json
import math
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
FIGURES = HERE / "capacity.json"
DOCUMENT = HERE.parent / "docs" / "scale.md"
MARKS = ("<!-- capacity -->", "<!-- end of capacity -->")

RATES = (10, 100, 1_000, 10_000, 100_000, 1_000_000)
STEP = 10
DAY = 86_400
BUSY_CORE = 0.7  # beyond this share of a core, waiting grows faster than work
PATIENCE = 60  # seconds an event may wait while all replicas are there
PATIENCE_LOSS = 120  # and while one is lost
GB = 1e9


def load(mean, seed=7):
    """Events a second in each step of a day, with the mean asked for."""
    dice = random.Random(seed)
    bursts = [dice.randrange(DAY) for _ in range(4)]
    shape = []
    for at in range(0, DAY, STEP):
        wave = 1 + 0.6 * math.sin(2 * math.pi * (at - 9 * 3600) / DAY)
        burst = 3 if any(start <= at < start + 600 for start in bursts) else 1
        shape.append(wave * burst * dice.lognormvariate(0, 0.1))
    scale = mean * len(shape) / sum(shape)
    return [value * scale for value in shape]


@dataclasses.dataclass(frozen=True)
class Plan:
    """Replicas of so many cores; partitions only with Kafka."""

    way: str
    replicas: int
    cores: int
    partitions: int = 0

    def rate(self, figures, replicas):
        """Events a second that so many of the replicas can take in."""
        own = figures[self.way]
        cores = replicas * self.cores * BUSY_CORE
        by_cores = cores * 1e6 / own["cpu_us_event"]
        if self.way == "kafka":
            return min(by_cores, self.partitions * BUSY_CORE * 1e6 / own["stream_us_event"])
        return min(by_cores, BUSY_CORE * 1e6 / own["writer_us_event"])


def longest_wait(events, plan, figures, lose):
    """Seconds that the last event of the worst step waits until it is counted."""
    peak = max(range(len(events)), key=events.__getitem__)
    takeover = figures[plan.way]["takeover_s"] if lose else 0
    waiting, worst = 0.0, 0.0
    for step, offered in enumerate(events):
        there = plan.replicas
        stalled = 0.0
        if lose and step >= peak:
            there -= 1
            # What the lost one held stands still until another has it.
            if (step - peak) * STEP < takeover:
                stalled = offered * STEP / plan.replicas
        rate = plan.rate(figures, there) if there else 0
        waiting = max(0.0, waiting + offered * STEP - max(rate * STEP - stalled, 0))
        wait = waiting / rate if rate else math.inf
        held = takeover - (step - peak) * STEP if lose and step >= peak else 0
        worst = max(worst, wait + max(held, 0))
    return worst


def fits(events, plan, figures):
    if longest_wait(events, plan, figures, False) > PATIENCE:
        return False
    if plan.replicas == 1:
        return True  # nobody takes over: its senders wait until it is back
    return longest_wait(events, plan, figures, True) <= PATIENCE_LOSS


def least(rate, figures):
    """The cheapest plan that fits: a file, then a database, then Kafka."""
    events = load(rate)
    for way in ("file", "postgres"):
        plan = Plan(way, 1 if way == "file" else 2, 2)
        if fits(events, plan, figures):
            return plan, events
    for cores in (2, 4, 8, 16):
        for replicas in range(3, 65):
            plan = Plan("kafka", replicas, cores, replicas * cores)
            if fits(events, plan, figures):
                return plan, events
    raise SystemExit(f"no plan of up to 64 replicas of 16 cores takes {rate} events/s")


def number(value):
    return f"{value:,.0f}"


def rate_row(rate, figures):
    plan, events = least(rate, figures)
    own = figures[plan.way]
    calm = longest_wait(events, plan, figures, False)
    loss = longest_wait(events, plan, figures, True) if plan.replicas > 1 else None
    cores = sum(events) / len(events) * own["cpu_us_event"] / 1e6
    outside = rate * own.get("outside_us_event", 0) / 1e6
    return [
        number(rate), number(max(events)),
        {"file": "a file", "postgres": "PostgreSQL", "kafka": "Kafka and PostgreSQL"}[plan.way],
        f"{plan.replicas} x {plan.cores} cores", str(plan.partitions or ""),
        f"{cores:.2f}", f"{outside:.2f}" if outside else "",
        f"{calm:.0f} s", "" if loss is None else f"{loss:.0f} s"]


def tenant_row(tenants, each, figures):
    """What label sets in use come to."""
    sets = tenants * each
    series = sets * figures["series"]["a_label_set"] + figures["series"]["own"]
    rows = sets * 24
    memory = series * figures["series"]["prometheus_bytes"] / GB
    return [
        number(tenants), number(each), number(sets), number(series), f"{memory:.1f} GB",
        number(rows)]


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def tables(figures, rates):
    by_rate = table(
        ["events/s", "busiest", "on", "replicas", "partitions", "cores busy", "cores outside",
         "longest wait", "one replica lost"],
        [rate_row(rate, figures) for rate in rates])
    by_tenants = table(
        ["tenants", "label sets each", "label sets", "series", "Prometheus", "rows of sums a day"],
        [tenant_row(*pair, figures) for pair in ((1, 500), (100, 200), (10_000, 20))])
    return by_rate + "\n\n" + by_tenants


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", default=str(FIGURES), help="what one core does")
    parser.add_argument("--rate", type=float, action="append", help="events/s; may be repeated")
    parser.add_argument("--check", action="store_true", help="compare with docs/scale.md")
    args = parser.parse_args()
    figures = json.loads(pathlib.Path(args.figures).read_text())
    made = tables(figures, args.rate or RATES)
    if not args.check:
        print(made)
        return
    text = DOCUMENT.read_text()
    if made not in text.partition(MARKS[0])[2].partition(MARKS[1])[0]:
        sys.exit("docs/scale.md has other tables; put in what this prints without --check")


if __name__ == "__main__":
    main()
