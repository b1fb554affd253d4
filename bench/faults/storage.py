# SPDX-License-Identifier: Apache-2.0
"""Disks that are full, slow or failing, and files that are damaged."""

import os
import pathlib
import shutil
import subprocess
import time

from ground import HERE, Ground, harness, preloaded, skipped

SLOW_US = 50_000


def full(args, work):
    """No room: 503 while it lasts, and then everything again."""
    folder = work / "disk"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)],
            capture_output=True).returncode:
        return skipped("disk full", "only root can mount a small disk")
    try:
        with Ground("disk full", args, work, folder=folder) as ground:
            ground.start()
            ground.load()
            for _ in range(args.times(2, 10)):
                without_room(ground, folder)
            return ground.judge()
    finally:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def without_room(ground, folder):
    ground.served_again()
    filler = folder / "filler"
    refused = ground.book.tally["sent again after 503"]
    with open(filler, "wb") as file:
        try:
            while True:
                file.write(b"x" * 65_536)
                file.flush()
        except OSError:
            pass
    end = time.monotonic() + 60
    while ground.book.tally["sent again after 503"] < refused + 5:
        if time.monotonic() > end:
            ground.found.problems.append("no 503 on a full disk")
            break
        time.sleep(0.05)
    ground.watch()
    time.sleep(ground.rng.uniform(0, 2))
    filler.unlink()
    ground.served_again(patience=15)
    ground.found.tried += 1


def slow(args, work):
    """Each flush takes 50 ms longer: slower, and otherwise nothing."""
    library = preloaded(HERE.parent / "slowsync.c", work)
    if library is None:
        return skipped("slow sync", "no C compiler")
    env = {"LD_PRELOAD": str(library), "SLOWSYNC_US": str(SLOW_US)}
    with Ground("slow sync", args, work, env=env) as ground:
        ground.start()
        ground.load(singles=32, batches=1)
        for _ in range(args.times(2, 10)):
            time.sleep(3)
            ground.watch()
            ground.daemon.kill()
            ground.start()
            ground.found.tried += 1
        return ground.judge()


def failing(args, work):
    """Flushes fail: 503 while they do, nothing is said to be kept that is not."""
    library = preloaded(HERE.parent / "slowsync.c", work)
    if library is None:
        return skipped("failing sync", "no C compiler")
    switch = work / "fail"
    env = {"LD_PRELOAD": str(library), "SLOWSYNC_FAIL": str(switch)}
    with Ground("failing sync", args, work, env=env) as ground:
        ground.start()
        ground.load()
        for number in range(args.times(3, 20)):
            ground.served_again()
            refused = ground.book.tally["sent again after 503"]
            switch.touch()
            time.sleep(ground.rng.uniform(0.5, 2))
            if ground.book.tally["sent again after 503"] == refused:
                ground.found.problems.append("no 503 while flushes fail")
            ground.watch()
            if number % 2:
                ground.daemon.kill()
            switch.unlink()
            if number % 2:
                ground.start()
            ground.served_again(patience=15)
            ground.found.tried += 1
        return ground.judge()


def damaged(args, work):
    """A damaged file is said at start and left as it is; a backup and what is sent again mend it."""
    with Ground("damaged database, restored", args, work) as ground:
        ground.start()
        ground.load()
        ground.served_again()
        time.sleep(2)
        backup = work / "backup.db"
        subprocess.run(["java", "-jar", args.jar, "backup", "--config", str(ground.daemon.config),
                        str(backup)], check=True, stdout=subprocess.DEVNULL)
        time.sleep(2)
        ground.rest()
        ground.daemon.stop()
        whole = pathlib.Path(ground.daemon.database).read_bytes()
        for name, harm in HARM.items():
            broken = harm(whole)
            ground.daemon.database.write_bytes(broken)
            said_and_left(ground, name, broken)
        restore(ground, backup)
        return ground.judge()


def said_and_left(ground, name, broken):
    """The daemon must end by itself, name the file and the way out, and change nothing."""
    log = ground.daemon.folder / "daemon.log"
    before = log.stat().st_size
    ground.daemon.start(wait=False)
    try:
        code = ground.daemon.process.wait(30)
    except subprocess.TimeoutExpired:
        ground.daemon.kill()
        ground.found.problems.append(f"{name}: started as if nothing were wrong")
        return
    said = log.read_text(errors="replace")[before:]
    if code == 0 or str(ground.daemon.database) not in said or "backup" not in said:
        ground.found.problems.append(f"{name}: ended with {code}, saying {said[-300:]}")
    if ground.daemon.database.read_bytes() != broken:
        ground.found.problems.append(f"{name}: the damaged file was changed")
    ground.found.tried += 1


def restore(ground, backup):
    """As docs/operations.md says: put the backup in its place, start, let senders send again."""
    for suffix in ("-wal", "-shm"):
        pathlib.Path(f"{ground.daemon.database}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(backup, ground.daemon.database)
    ground.start()
    calls = list(ground.book.calls.values())
    for i in range(0, len(calls), 1000):
        status, body = harness.request(ground.daemon.port, "POST", "/api/events",
                                       harness.compact(calls[i:i + 1000]), harness.JSON)
        if status != 200:
            ground.found.problems.append(f"sent again after the restore: {status} {body[:200]}")


HARM = {
    "no database": lambda whole: b"this was a ledger once\n" * 400,
    "damaged schema": lambda whole: whole[:60] + os.urandom(4_000) + whole[4_060:],
    "cut short": lambda whole: whole[:len(whole) // 2],
}

FAULTS = {"full": full, "slow": slow, "failing": failing, "damaged": damaged}
