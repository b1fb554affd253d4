# SPDX-License-Identifier: Apache-2.0
"""A cost tracker as tutorials build one: FastAPI, pydantic, sqlite3, one commit a request.

It keeps events and answers one summary. It knows no duplicates, sums or prices, and is here to be
compared with. Run by intake.py: uvicorn baseline_fastapi:app, with BASELINE_DB naming its file.
"""

import os
import sqlite3

from fastapi import Depends, FastAPI
from pydantic import BaseModel

COLUMNS = ("event_id", "timestamp", "provider", "model", "input_tokens", "output_tokens",
           "cache_read_tokens", "cost_usd", "feature", "user_id", "project_id", "team",
           "environment", "latency_ms", "ttft_ms")
INSERT = f"insert into events ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"


class Event(BaseModel):
    event_id: str
    timestamp: str
    provider: str
    model: str
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int = 0
    cost_usd: float
    feature: str | None = None
    user_id: str | None = None
    project_id: str | None = None
    team: str | None = None
    environment: str | None = None
    latency_ms: int | None = None
    ttft_ms: int | None = None

    def row(self):
        return tuple(getattr(self, column) for column in COLUMNS)


def database():
    connection = sqlite3.connect(os.environ["BASELINE_DB"], check_same_thread=False, timeout=30)
    try:
        yield connection
    finally:
        connection.close()


app = FastAPI()
with sqlite3.connect(os.environ["BASELINE_DB"]) as setup:
    setup.execute(f"create table if not exists events (id integer primary key, {', '.join(COLUMNS)})")
    setup.execute("create index if not exists events_time on events (timestamp)")


@app.post("/events")
def add(event: Event, db: sqlite3.Connection = Depends(database)):
    db.execute(INSERT, event.row())
    db.commit()
    return {"status": "ok"}


@app.post("/events/batch")
def add_many(events: list[Event], db: sqlite3.Connection = Depends(database)):
    db.executemany(INSERT, [event.row() for event in events])
    db.commit()
    return {"status": "ok", "count": len(events)}


@app.get("/count")
def count(db: sqlite3.Connection = Depends(database)):
    return db.execute("select count(*) from events").fetchone()[0]
