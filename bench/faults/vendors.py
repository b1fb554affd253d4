# SPDX-License-Identifier: Apache-2.0
"""Vendors that hang, break off, lie, refuse, and push back."""

import time

from ground import VENDORS, Ground

TROUBLE = {
    "hanging": ("hang",),
    "resetting": ("cut_connection", "server_error"),
    "lying": ("amount_huge", "truncated_json", "html", "empty_data", "repeated_cursor",
              "amount_missing", "amount_nan"),
    "flooding": ("gzip_bomb", "huge"),
    "refusing": ("expired_key",),  # the last, as it is given ten minutes of rest
}
STORM = ("rate_limited_bare", "rate_limited_seconds", "rate_limited_date", "rate_limited_reset")
OPENAI, ANTHROPIC = "/v1/organization/", "/v1/organizations/"


def trouble(args, work):
    """Each kind in turn at OpenAI alone: it comes right afterwards, and Anthropic is not delayed."""
    with Ground("vendor hanging, resetting, lying", args, work, vendor_days=10) as ground:
        ground.start()
        for kind in [kind for kinds in TROUBLE.values() for kind in args.times(kinds[:1], kinds)]:
            before = fresh(ground)
            ground.vendor.ask("POST", "faults", {"faults": [
                {"fault": kind, "path": OPENAI, "count": args.times(2, 8), "seconds": 1}]})
            until_used(ground, kind, before)
            ground.vendor.ask("DELETE", "faults")
            ground.watch()
            ground.found.tried += 1
        restarted(ground)
        return ground.judge()


def restarted(ground):
    """A refused key is tried again after a long pause; whoever mends it restarts the daemon."""
    ground.daemon.stop()
    ground.start()


def fresh(ground):
    """When each vendor was last read."""
    return {name: max([value for key, value in ground.watch().items()
                       if key.startswith("aispend_poll_last_success_timestamp_seconds{")
                       and f'provider="{name}"' in key], default=0) for name in VENDORS}


def until_used(ground, kind, before):
    """Waits until a fault has hit and the other vendor was read meanwhile."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        hit = any(fault["fired"] for fault in ground.vendor.ask("GET", "faults")["faults"])
        if hit and fresh(ground)["anthropic"] > before["anthropic"]:
            return
        time.sleep(0.5)
    ground.found.problems.append(f"{kind}: did not hit, or delayed the other vendor")


def storm(args, work):
    """Nothing but 429, in all ways to say it: it waits, does not storm back, and catches up."""
    with Ground("429 storm", args, work, vendor_days=10) as ground:
        for number in range(args.times(1, 4)):
            ground.vendor.ask("POST", "faults", {"faults": [
                {"fault": kind, "path": path, "count": args.times(15, 250), "seconds": 1}
                for path in (OPENAI, ANTHROPIC) for kind in STORM]})
            if number == 0:
                ground.start(wait=True)
            began, before = time.monotonic(), asked(ground)
            time.sleep(args.times(20, 300))
            rate = (asked(ground) - before) / (time.monotonic() - began)
            if rate > 4 * len(VENDORS):
                ground.found.problems.append(f"asked {rate:.1f} times a second in the storm")
            ground.watch()
            ground.vendor.ask("DELETE", "faults")
            ground.found.tried += 1
        return ground.judge()


def asked(ground):
    return ground.vendor.ask("GET", "requests")["total"]


FAULTS = {"vendor": trouble, "storm": storm}
