#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the official OpenAI and Anthropic clients work unchanged through the proxy?

Each call is made directly and through the proxy to a local stand-in; both must give the same. Then
each call through the proxy must be in the ledger with the right tokens, outcome and feature, an
aborted stream as aborted; the stand-in must have got the caller's key, none of the attribution
headers, and must have seen that callers who went away did. Usually run by run.sh, which fetches the
clients.

Exit 1 when something differed.
"""

import json
import pathlib
import sqlite3
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import harness  # noqa: E402
import vendor  # noqa: E402

CONFIG = """
[[proxy.upstream]]
name = "openai"
base_url = "http://127.0.0.1:{port}"
[[proxy.upstream]]
name = "anthropic"
base_url = "http://127.0.0.1:{port}"
"""
KIND = {"messages": "messages", "messages_stream": "messages", "embeddings": "embeddings"}
READ = """
select d.dim_feature, d.dim_provider, d.dim_user, e.part, e.tokens, e.latency_millis,
  e.first_token_millis, s.name
from event e join dimension_set d using (set_id) join source s on s.source_id = e.source_id
"""


# How the ledger keeps them: by place, up to the last that is not 0.
TOKENS = ("input", "cache_read", "cache_write", "cache_write_long", "output", "reasoning")


def counts(tokens):
    told = zip(TOKENS, (tokens or "").split(","), strict=False)
    return {name: int(count) for name, count in told if count}


def calls(program, openai, anthropic, lead):
    done = subprocess.run([*program, openai, anthropic, lead], capture_output=True, text=True,
                          timeout=180)
    if done.returncode:
        raise SystemExit(f"{program[-1]} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


def events(database, wanted, patience=15):
    """{feature: row}; recording may come a moment after the answer."""
    end = time.monotonic() + patience
    while True:
        with sqlite3.connect(database) as connection:
            rows = [row for row in connection.execute(READ)]
        if len(rows) >= wanted or time.monotonic() > end:
            return rows


def of_event(case, rows):
    """What is wrong with the rows of one call."""
    if len(rows) != 1:
        return [f"{len(rows)} events"]
    _, provider, user, part, tokens, latency, first, source = rows[0]
    problems = [] if user == "u-1" else [f"user {user}"]
    if provider != ("anthropic" if case.startswith("messages") else "openai"):
        problems.append(f"provider {provider}")
    if not source.startswith("proxy@"):
        problems.append(f"source {source}")
    outcome = ("error" if "limited" in case else "aborted" if "aborted" in case else "ok")
    if outcome != "ok" and outcome not in part or outcome == "ok" and (
            "error" in part or "aborted" in part):
        problems.append(f"part {part}, not {outcome}")
    # Without include_usage a stream of chat completions tells no usage; nor does an aborted one.
    told = outcome == "ok" and case != "chat_stream"
    want = vendor.DISJOINT[KIND.get(case, "chat")]
    if told and counts(tokens) != want:
        problems.append(f"tokens {tokens}")
    if latency is None or ("stream" in case and first is None):
        problems.append(f"latency {latency}, first token {first} ms")
    return problems


def of_vendor(port):
    """What of the daemon's reached the vendor, and did it see callers go?"""
    seen = json.loads(harness.get(port, "/seen")[1])
    problems = []
    for note in seen:
        headers = note["headers"]
        leaked = [name for name in headers if name.startswith("x-aispend")]
        if leaked:
            problems.append(f"{note['path']}: got {leaked}")
        if "sk-invented-for-this-test" not in headers.get(
                "authorization", headers.get("x-api-key", "")):
            problems.append(f"{note['path']}: without the caller's key")
    left = sum(not note["stayed"] for note in seen)
    return problems, left


def main():
    parser = harness.options(__doc__)
    parser.add_argument("--python", default=sys.executable, help="has openai and anthropic")
    parser.add_argument("--node", metavar="FOLDER", help="its node_modules has both clients")
    args = parser.parse_args()
    programs = {"python": [args.python, str(HERE / "calls.py")]}
    if args.node:
        copy = pathlib.Path(args.node) / "calls.mjs"
        copy.write_text((HERE / "calls.mjs").read_text())
        programs["javascript"] = ["node", str(copy)]
    port, failed = harness.free_port(), 0
    standing = subprocess.Popen([sys.executable, str(HERE / "vendor.py"), "--port", str(port)])
    try:
        with harness.Work(args) as work, harness.Daemon(
                args.jar, work, CONFIG.format(port=port)) as daemon:
            daemon.start()
            failed = compare(programs, port, daemon)
            if failed:
                print(f"{failed} failed\n{daemon.log()}")
                sys.exit(1)
            print("passed: direct and through the proxy are the same, and all is in the ledger")
    finally:
        standing.terminate()


def compare(programs, port, daemon):
    direct, through, given = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{daemon.port}/proxy", {}
    for language, program in programs.items():
        given[language] = (calls(program, direct + "/v1", direct, ""),
                           calls(program, through + "/openai/v1", through + "/anthropic",
                                 language + "-"))
    rows = events(daemon.database, sum(len(each[1]) for each in given.values()))
    table, failed = [], 0
    for language, (straight, proxied) in given.items():
        for case, answer in straight.items():
            feature = f"{language}-{case}"
            problems = [] if proxied.get(case) == answer else [f"got {proxied.get(case)}"]
            problems += of_event(case, [row for row in rows if row[0] == feature])
            failed += bool(problems)
            table.append([feature, "FAILED" if problems else "passed", "; ".join(problems)[:150]])
    problems, left = of_vendor(port)
    if left < 4 * len(programs):
        problems.append(f"saw {left} callers go away, not {4 * len(programs)}")
    table.append(["what reached the vendor", "FAILED" if problems else "passed",
                  "; ".join(problems)[:150]])
    kept = daemon.database.read_bytes() + daemon.log(10**9).encode()
    leaks = b"sk-invented-for-this-test" in kept
    table.append(["the caller's key is kept nowhere", "FAILED" if leaks else "passed", ""])
    harness.table(table, ("call", "result", "what was wrong"))
    return failed + bool(problems) + leaks


if __name__ == "__main__":
    main()
