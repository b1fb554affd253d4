#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does to the daemon what will be done to it, and looks whether anything was lost or doubled.

Each fault has a daemon of its own, most of them one that reads two simulated vendors and takes
events. After each: every acknowledged event is there exactly once, no counter ever fell, and the
daemon tells by itself what the vendors finally bill, to the nano. The short form takes some
minutes, the long one (--long) hours, with PostgreSQL and Prometheus away for one of them.

Exit 0: all held. Exit 1: something did not.
"""

import concurrent.futures
import json
import sys
import time
import traceback
import uuid

import away
import clocks
import kills
import storage
import vendors
from ground import Found, harness

FAULTS = {**kills.FAULTS, **storage.FAULTS, **vendors.FAULTS, **clocks.FAULTS, **away.FAULTS}


def options():
    parser = harness.options(__doc__)
    parser.add_argument("--long", action="store_true", help="as often as once a release deserves")
    parser.add_argument("--only", help=f"some of {', '.join(FAULTS)}; with commas between")
    parser.add_argument("--away", type=float, help="seconds away (default: 15, --long: 3600)")
    parser.add_argument("--jobs", type=int, default=2, help="at once (default: %(default)s)")
    parser.add_argument("--seed", default=uuid.uuid4().hex[:8], help="repeats the random choices")
    parser.add_argument("--json", help="writes what was found to this file")
    args = parser.parse_args()
    args.times = lambda short, long: long if args.long else short
    args.away = args.away if args.away is not None else args.times(15, 3600)
    args.chosen = args.only.split(",") if args.only else list(FAULTS)
    unknown = sorted({*args.chosen} - {*FAULTS})
    if unknown:
        parser.error(f"no such fault: {', '.join(unknown)}")
    return args


def attempt(name, args, work):
    """One fault in a folder of its own; whatever breaks it is told as a problem of it."""
    folder = work / name
    folder.mkdir()
    began = time.monotonic()
    try:
        found = FAULTS[name](args, folder)
    except (Exception, SystemExit) as e:  # the others go on
        traceback.print_exc()
        found = Found(name, problems=[f"could not be tried to its end: {e!r}"])
    print(f"{name}: {found.skipped or ('passed' if found.passed else 'FAILED')} "
          f"after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def main():
    args = options()
    began = time.monotonic()
    with harness.Work(args) as work:
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            found = list(pool.map(lambda name: attempt(name, args, work), args.chosen))
        harness.table([f.row() for f in found], Found.HEAD)
        print(f"seed {args.seed}, {time.monotonic() - began:.0f} s")
        for each in found:
            for problem in each.problems[:10]:
                print(f"FAILED {each.fault}: {problem}")
        if args.json:
            with open(args.json, "w", encoding="utf-8") as file:
                json.dump([vars(each) for each in found], file, indent=1)
        if not all(each.passed for each in found):
            sys.exit(1)


if __name__ == "__main__":
    main()
