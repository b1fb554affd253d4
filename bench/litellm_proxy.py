#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""LiteLLM's own proxy, with calls of known cost made through it, for the adapter to be polled against.

    pip install 'litellm[proxy]' uvicorn
    createdb litellm
    python3 bench/litellm_proxy.py --database postgresql://127.0.0.1/litellm --port 4000

It prints what was spent, by UTC day, model and key, and serves until it is ended. Then:

    [[provider]]
    name = "litellm"
    type = "litellm"
    base_url = "http://127.0.0.1:4000"
    key_env = "LITELLM_API_KEY"          # sk-bench
    options = { logs = "true", feature_tag = "feature:" }   # or tags = "true" for logs

The routes, their SQL, their adding up and the cost of each call are LiteLLM's. Its database client
needs a program that is fetched from the network when it is first used; where that cannot be, this
script speaks SQL in its stead, and writes the rows of calls as the proxy's own writer does.
"""
import argparse
import asyncio
import datetime
import glob
import json
import os
import uuid
from collections import defaultdict
from types import SimpleNamespace

os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")

import httpx  # noqa: E402
import litellm_proxy_extras  # noqa: E402
import psycopg  # noqa: E402
import uvicorn  # noqa: E402
from litellm import Router  # noqa: E402
from litellm.proxy import proxy_server  # noqa: E402
from psycopg.rows import dict_row  # noqa: E402

MASTER_KEY = "sk-bench"
MODELS = ["gpt-4o-mini", "claude-haiku-4-5"]
KEYS = {"hash-ci": ("ci", "team-core", "u-ada"), "hash-app": ("app", "team-shop", "u-bob"),
        "hash-old": ("old", None, "u-ada")}


def plain(value):
    return value.isoformat() + "+00:00" if isinstance(value, datetime.datetime) else value


class Database:
    """As much of the proxy's database client as its reports use."""

    def __init__(self, url):
        self.url = url
        self.tables = {}

    async def query_raw(self, sql, *values):
        async with await psycopg.AsyncConnection.connect(self.url, autocommit=True) as connection:
            async with psycopg.AsyncRawCursor(connection, row_factory=dict_row) as cursor:
                await cursor.execute(sql, list(values))
                rows = await cursor.fetchall() if cursor.description else []
        return [{name: plain(value) for name, value in row.items()} for row in rows]

    def __getattr__(self, name):
        return Table(self, name)


class Row(SimpleNamespace):
    def model_dump(self, **ignored):
        return dict(vars(self))

    dict = model_dump


class Table:
    NAMES = {"litellm_verificationtoken": "LiteLLM_VerificationToken",
             "litellm_deletedverificationtoken": "LiteLLM_DeletedVerificationToken",
             "litellm_dailyuserspend": "LiteLLM_DailyUserSpend",
             "litellm_dailytagspend": "LiteLLM_DailyTagSpend",
             "litellm_usertable": "LiteLLM_UserTable", "litellm_teamtable": "LiteLLM_TeamTable"}

    def __init__(self, database, name):
        self.database = database
        self.name = self.NAMES.get(name)

    async def rows(self, where):
        tests, values = [], []
        for field, test in (where or {}).items():
            for sign, value in test.items() if isinstance(test, dict) else [("equals", test)]:
                values.append(value)
                operator = {"in": "= any(${})", "gte": ">= ${}", "lte": "<= ${}",
                            "equals": "= ${}"}[sign].format(len(values))
                tests.append(f'"{field}" {operator}')
        condition = " where " + " and ".join(tests) if tests else ""
        return await self.database.query_raw(f'select * from "{self.name}"{condition}', *values)

    async def count(self, where=None, **ignored):
        return len(await self.rows(where))

    async def find_many(self, where=None, skip=0, take=None, **ignored):
        rows = sorted(await self.rows(where), key=lambda row: str(row.get("id", "")))
        rows.sort(key=lambda row: str(row.get("date", "")), reverse=True)
        return [Row(**row) for row in rows[skip or 0:][:take]]


def prepare(url):
    """The proxy's own schema, and its keys and teams."""
    folder = os.path.join(os.path.dirname(litellm_proxy_extras.__file__), "migrations")
    with psycopg.connect(url, autocommit=True) as connection:
        for file in sorted(glob.glob(os.path.join(folder, "*", "migration.sql"))):
            try:
                connection.execute(open(file).read())
            except psycopg.Error as error:
                print(f"left out {os.path.basename(os.path.dirname(file))}: {error}".strip())
        for key, (alias, team, user) in KEYS.items():
            connection.execute(
                'insert into "LiteLLM_VerificationToken" (token, key_alias, team_id, user_id,'
                " metadata) values (%s, %s, %s, %s, '{}') on conflict do nothing",
                (key, alias, team, user))


def budgets(url, daily):
    """A team, a key and a user with budgets, and what they have spent of them."""
    by_key = defaultdict(float)
    for (_, _, key), (cost, *_) in daily.items():
        by_key[key] += cost
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            'insert into "LiteLLM_TeamTable" (team_id, team_alias, max_budget, spend,'
            " budget_duration, members_with_roles, metadata, created_at, updated_at)"
            " values ('team-core', 'Core', 500, %s, '30d', '[]', '{}', now(), now())"
            " on conflict do nothing", (by_key["hash-ci"],))
        connection.execute(
            'insert into "LiteLLM_UserTable" (user_id, user_alias, max_budget, spend, metadata,'
            " user_role) values ('u-ada', 'Ada', 10, %s, '{}', 'internal_user')"
            " on conflict do nothing", (by_key["hash-ci"] + by_key["hash-old"],))
        connection.execute(
            'update "LiteLLM_VerificationToken" set max_budget = 25, spend = %s,'
            " budget_duration = '7d' where token = 'hash-ci'", (by_key["hash-ci"],))
    return by_key["hash-ci"]


async def call(router, model, words):
    """One call through LiteLLM, which counts its tokens and says what it cost."""
    response = await router.acompletion(
        model=model, messages=[{"role": "user", "content": "tell me " * words}],
        mock_response="certainly " * (words // 3 + 1))
    return response, response._hidden_params["response_cost"]


async def spend(url, days, calls):
    """Makes calls and writes their rows. Returns dollars by (day, model, key)."""
    router = Router(model_list=[
        {"model_name": model, "litellm_params": {"model": model, "api_key": "none"}}
        for model in MODELS])
    today = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    daily = defaultdict(lambda: [0.0, 0, 0, 0])
    tagged = defaultdict(lambda: [0.0, 0, 0, 0])
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for number in range(calls):
            key = list(KEYS)[number % 3]
            model = MODELS[number % 2]
            response, cost = await call(router, model, 20 + 37 * number % 500)
            at = today - datetime.timedelta(days=number // 6 % days, minutes=7 * number % 200)
            usage = response.usage
            tags = ["feature:search" if number % 4 else "feature:chat", "ci"]
            day = at.date().isoformat()
            for i, more in enumerate((cost, usage.prompt_tokens, usage.completion_tokens, 1)):
                daily[(day, response.model, key)][i] += more
                for tag in tags:
                    tagged[(day, response.model, key, tag)][i] += more
            await connection.execute(
                'insert into "LiteLLM_SpendLogs" (request_id, call_type, api_key, spend,'
                ' total_tokens, prompt_tokens, completion_tokens, "startTime", "endTime", model,'
                ' "user", team_id, end_user, request_tags, metadata, status, created_at,'
                " updated_at) values (%s, 'acompletion', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
                " '', %s, '{}', 'success', now(), now())",
                (str(uuid.uuid4()), key, cost, usage.total_tokens, usage.prompt_tokens,
                 usage.completion_tokens, at, at, response.model, KEYS[key][2], KEYS[key][1],
                 json.dumps(tags)))
        for (day, model, key), (cost, prompt, completion, requests) in daily.items():
            await connection.execute(
                'insert into "LiteLLM_DailyUserSpend" (id, user_id, date, api_key, model,'
                " custom_llm_provider, prompt_tokens, completion_tokens, spend, api_requests,"
                " successful_requests, updated_at)"
                " values (%s, %s, %s, %s, %s, 'openai', %s, %s, %s, %s, %s, now())",
                (str(uuid.uuid4()), KEYS[key][2], day, key, model, prompt, completion, cost,
                 requests, requests))
        for (day, model, key, tag), (cost, prompt, completion, requests) in tagged.items():
            await connection.execute(
                'insert into "LiteLLM_DailyTagSpend" (id, tag, date, api_key, model,'
                " custom_llm_provider, prompt_tokens, completion_tokens, spend, api_requests,"
                " successful_requests, updated_at)"
                " values (%s, %s, %s, %s, %s, 'openai', %s, %s, %s, %s, %s, now())",
                (str(uuid.uuid4()), tag, day, key, model, prompt, completion, cost, requests,
                 requests))
    return daily, tagged


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, default=4000)
    parser.add_argument("--days", type=int, default=3)
    parser.add_argument("--calls", type=int, default=60)
    arguments = parser.parse_args()
    prepare(arguments.database)
    daily, tagged = await spend(arguments.database, arguments.days, arguments.calls)
    for (day, model, key), (cost, prompt, completion, requests) in sorted(daily.items()):
        print(f"{day} {model:24} {key:9} {cost:.9f} USD {prompt} + {completion} tokens"
              f" {requests} calls")
    for tag in sorted({tag for _, _, _, tag in tagged}):
        of_tag = sum(row[0] for key, row in tagged.items() if key[3] == tag)
        print(f"tag {tag}: {of_tag:.9f} USD")
    print(f"budgets: key ci has spent {budgets(arguments.database, daily):.9f} of 25 USD")
    print(f"all: {sum(row[0] for row in daily.values()):.9f} USD,"
          f" {sum(row[1] + row[2] for row in daily.values())} tokens,"
          f" {sum(row[3] for row in daily.values())} calls", flush=True)
    proxy_server.master_key = MASTER_KEY
    proxy_server.prisma_client = SimpleNamespace(db=Database(arguments.database))
    server = uvicorn.Server(uvicorn.Config(
        proxy_server.app, host="127.0.0.1", port=arguments.port, lifespan="off",
        log_level="warning"))
    await server.serve()


if __name__ == "__main__":
    asyncio.run(main())
