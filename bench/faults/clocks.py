# SPDX-License-Identifier: Apache-2.0
"""A clock that jumps under a running daemon: an hour back, a day ahead, and back."""

import struct
import time

from ground import HERE, Ground, preloaded, skipped

HOUR = 3_600
DAY = 24 * HOUR
JUMPS = (-HOUR, 0, DAY, 0, -DAY, 0)


class Hand:
    """The clock of one process: how many seconds it is ahead."""

    def __init__(self, work):
        self.library, self.file = preloaded(HERE / "clock.c", work), work / "clock"
        self.set(0)

    def env(self):
        return {"LD_PRELOAD": str(self.library), "CLOCK_AHEAD": str(self.file)}

    def set(self, seconds):
        with open(self.file, "r+b" if self.file.exists() else "wb") as file:
            file.write(struct.pack("=q", seconds))


def jump(args, work):
    """What is sent and read meanwhile is counted once, and no counter falls."""
    hand = Hand(work)
    if hand.library is None:
        return skipped("clock jumps", "no C compiler")
    with Ground("clock jumps", args, work, vendor_days=10, env=hand.env()) as ground:
        ground.start()
        ground.load(singles=2, batches=1)
        for seconds in JUMPS * args.times(1, 5):
            ground.served_again()
            if seconds < ground.ahead:
                ground.ahead = seconds  # what is sent is never ahead of the daemon's clock
                time.sleep(1)
            hand.set(seconds)
            ground.ahead = seconds
            time.sleep(args.times(4, 15))
            ground.watch()
            ground.served_again()
            ground.found.tried += 1
        hand.set(DAY)  # so that nothing that was sent lies in the future
        ground.ahead = DAY
        ground.vendor.ask("POST", "advance?hours=24")
        return ground.judge()


FAULTS = {"clock": jump}
