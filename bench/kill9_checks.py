# SPDX-License-Identifier: Apache-2.0
"""What must hold of a ledger after kill9.py: reads a copy of the SQLite file, never the original.

Each check returns a list of sentences; an empty list is a pass.
"""

import collections
import contextlib
import shutil
import sqlite3

ONE_HOUR = 3600
SUMS = {
    "record": "select sum(cost_nanos), sum(requests) from record",
    "cube_hour": "select sum(cost_nanos), sum(requests) from cube_hour",
    "cube_day": "select sum(cost_nanos), sum(requests) from cube_day",
    "value_hour by user":
        "select sum(cost_nanos), sum(requests) from value_hour where view = 0 and dimension = 'user'",
    "value_day by feature":
        "select sum(cost_nanos), sum(requests) from value_day where view = 0"
        " and dimension = 'feature'",
}
TOKENS = ("input_tokens", "cache_read_tokens", "output_tokens")
COST, SOURCE_COST = "aispend_cost_usd_total", "aispend_source_cost_usd_total"
SHOWN = (COST, SOURCE_COST, "aispend_tokens_total", "aispend_requests_total",
         "aispend_source_tokens_total")


@contextlib.contextmanager
def copy_of(database, to):
    """A connection to a copy of the file and its log, so that the daemon does its own recovery."""
    for suffix in ("", "-wal", "-shm"):
        target = to.parent / (to.name + suffix)
        target.unlink(missing_ok=True)
        source = database.parent / (database.name + suffix)
        if suffix != "-shm" and source.exists():
            shutil.copyfile(source, target)
    connection = sqlite3.connect(to)
    try:
        yield connection
    finally:
        connection.close()


def sound(connection):
    """The file is whole."""
    found = [row[0] for row in connection.execute("pragma integrity_check")]
    problems = [] if found == ["ok"] else [f"integrity_check: {found[:3]}"]
    strays = connection.execute("pragma foreign_key_check").fetchall()
    return problems + ([f"foreign_key_check: {strays[:3]}"] if strays else [])


def kept(connection, must, may):
    """Every event of `must` is there exactly once, as sent, and none that is not in `may`."""
    rows = connection.execute(
        "select event_id, hour, occurred_at, cost_nanos from event").fetchall()
    times = collections.Counter(row[0] for row in rows)
    problems = [f"{len(lost)} acknowledged events are lost, such as {lost[0]}"
                for lost in [[i for i in must if i not in times]] if lost]
    double = [i for i, n in times.items() if n > 1]
    if double:
        problems.append(f"{len(double)} events are there twice, such as {double[0]}")
    wrong = [row for row in rows if row[0] not in may or row[1:] != (
        may[row[0]][0] // ONE_HOUR * ONE_HOUR, may[row[0]][0], may[row[0]][1])]
    if wrong:
        problems.append(f"{len(wrong)} events are not as sent, such as {wrong[0]}")
    return problems


def summed(connection):
    """Every sum, and the counters, equal the events of the same file, to the nano."""
    cost, count = connection.execute("select sum(cost_nanos), count(*) from event").fetchone()
    problems = []
    for name, sql in SUMS.items():
        got = connection.execute(sql).fetchone()
        if got != (cost, count):
            problems.append(f"{name}: {got}, events: {(cost, count)}")
    for family in ("cost", "source_cost"):
        got = connection.execute(
            "select sum(value) from counter where family = ?", (family,)).fetchone()[0]
        if (got or 0) != (cost or 0):
            problems.append(f"counter {family}: {got}, events: {cost}")
    hours = ("select hour, sum(cost_nanos), count(*) from event group by hour order by hour",
             "select start, sum(cost_nanos), sum(requests) from cube_hour where view = 0"
             " group by start order by start")
    if len({tuple(connection.execute(sql).fetchall()) for sql in hours}) > 1:
        problems.append("the sums of some hour are not those of its events")
    return problems


def sent(connection, calls):
    """Money and tokens of the records equal what was sent: `calls` are the events' JSON."""
    want = (sum(calls_nanos(c) for c in calls),
            sum(c["input_tokens"] - c["cache_read_tokens"] for c in calls),
            sum(c["cache_read_tokens"] for c in calls), sum(c["output_tokens"] for c in calls))
    columns = ", ".join(f"sum({column})" for column in ("cost_nanos", *TOKENS))
    got = connection.execute(f"select {columns} from record").fetchone()
    return [] if got == want else [f"records: {got}, sent: {want}"]


def calls_nanos(call):
    whole, rest = call["cost_usd"].split(".")
    return int(whole) * 10**9 + int(rest)


def counters(connection):
    return {(family, labels): value for family, labels, value in connection.execute(
        "select family, labels, value from counter")}


FIRST = "event_id = (select min(event_id) from event)"
DAMAGE = {
    "lose": f"delete from event where {FIRST}",
    "double": "insert into event select * from twin",
    "move": f"update event set hour = hour - 3600 where {FIRST}",
    "cost": f"update event set cost_nanos = cost_nanos + 1 where {FIRST}",
    "record": "update record set cost_nanos = cost_nanos + 1"
              " where rowid = (select min(rowid) from record)",
    "cube": "update cube_hour set cost_nanos = cost_nanos - 1"
            " where rowid = (select min(rowid) from cube_hour where view = 0)",
    "counter": "update counter set value = value + 1 where rowid ="
               " (select min(rowid) from counter where family = 'cost')",
}


def damage(connection, kind):
    """Does the file the least harm of a kind, for seeing that the checks see it."""
    connection.execute(f"create temp table twin as select * from event where {FIRST}")
    connection.execute("update twin set id_high = id_high + 1")
    if connection.execute(DAMAGE[kind]).rowcount != 1:
        raise AssertionError(f"damage {kind} did not change one row")
    connection.execute("drop table twin")
    connection.commit()
