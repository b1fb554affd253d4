# SPDX-License-Identifier: Apache-2.0
"""Bad bodies for abuse.py: a name, what is sent, and which answers are right.

An event that must not be kept has an id that begins with "bad"; abuse.py looks for such in the file.
"""

import gzip
import json
import time
import zlib

import harness

GOOD = {"event_id": "good", "provider": "bedrock", "model": "claude-sonnet", "input_tokens": 100,
        "output_tokens": 10, "feature": "search", "cost_usd": "0.01"}
REJECTED, NOT_JSON, TOO_LARGE, MEDIA = {422}, {400}, {413}, {415}


def event(**changes):
    """A good event but for the changes; None takes a field away."""
    call = {**GOOD, "event_id": "bad", "timestamp": harness.stamp(time.time() - 5), **changes}
    return {name: value for name, value in call.items() if value is not None}


def raw(field, text):
    """An event in which a field has this very text, which json.dumps would not write."""
    return json.dumps(event(**{field: "@@"})).replace('"@@"', text).encode()


def fields():
    """Single events with one bad field: 422, and the field is named."""
    cases = [
        ("timestamp without an offset", "timestamp", '"2026-11-21T12:00:00"'),
        ("timestamp of 1970", "timestamp", '"1970-01-01T00:00:00Z"'),
        ("timestamp of 2099", "timestamp", '"2099-01-01T00:00:00Z"'),
        ("timestamp as a number", "timestamp", "1795274172"),
        ("timestamp of the year 1000000000", "timestamp", '"+1000000000-01-01T00:00:00Z"'),
        ("timestamp with an offset of 99 hours", "timestamp", '"2026-11-21T12:00:00+99:00"'),
        ("negative tokens", "input_tokens", "-1"),
        ("fractional tokens", "input_tokens", "1.5"),
        ("tokens 2^63", "input_tokens", "9223372036854775808"),
        ("tokens 2^63 - 1", "output_tokens", "9223372036854775807"),
        ("tokens 1e400", "input_tokens", "1e400"),
        ("tokens as text", "input_tokens", '"many"'),
        ("tokens true", "input_tokens", "true"),
        ("cached part above the whole", "cache_read_tokens", "101"),
        ("reasoning part above the whole", "reasoning_tokens", "11"),
        ("cost negative", "cost_usd", '"-0.01"'),
        ("cost NaN as text", "cost_usd", '"NaN"'),
        ("cost Infinity as text", "cost_usd", '"Infinity"'),
        ("cost 1e400", "cost_usd", "1e400"),
        ("cost 1e-2000000000", "cost_usd", '"1e-2000000000"'),
        ("cost 1e2000000000", "cost_usd", "1e2000000000"),
        ("empty id", "event_id", '""'),
        ("id of 10 KB", "event_id", '"bad' + "x" * 10_240 + '"'),
        ("id null", "event_id", "null"),
        ("id an object", "event_id", '{"a": 1}'),
        ("control characters in an id", "event_id", '"bad\\u0000\\u001b[2J"'),
        ("control characters in a feature", "feature", '"a\\nb\\u0007"'),
        ("half a surrogate pair in an id", "event_id", '"bad\\ud800"'),
        ("empty model", "model", '""'),
        ("model of 10 KB", "model", '"' + "m" * 10_240 + '"'),
        ("user of 201 characters", "user_id", '"' + "u" * 201 + '"'),
        ("latency negative", "latency_ms", "-1"),
        ("latency 1e308", "latency_ms", "1e308"),
        ("unknown status", "status", '"fine"'),
        ("unknown unit", "units", '{"parsecs": 1}'),
        ("metadata of 51 texts", "metadata", json.dumps({f"k{i}": "v" for i in range(51)})),
        ("metadata with an object", "metadata", '{"a": {"b": 1}}')]
    for name, field, text in cases:
        yield name, raw(field, text), {}, REJECTED
    yield "missing model", harness.compact(event(model=None)), {}, REJECTED
    yield "missing timestamp", harness.compact(event(timestamp=None)), {}, REJECTED
    yield "an array where an event should be", b"[[]]", {}, REJECTED
    yield "a number where an event should be", b"5", {}, REJECTED | NOT_JSON


def shapes(limit):
    """Bodies that are bad as a whole; nothing of them may be kept."""
    call = harness.compact(event())
    packed = {"Content-Encoding": "gzip"}
    lines = {"Content-Type": "application/x-ndjson"}
    yield "tokens NaN", raw("input_tokens", "NaN"), {}, NOT_JSON
    yield "cost Infinity", raw("cost_usd", "Infinity"), {}, NOT_JSON
    yield "a number of 100,000 digits", raw("cost_usd", "1" * 100_000), {}, NOT_JSON | REJECTED
    yield "raw control characters", raw("feature", '"a\x00b"'), {}, NOT_JSON
    yield "not UTF-8", call.replace(b"search", b"\xff\xfe"), {}, NOT_JSON | REJECTED
    yield "empty body", b"", {}, NOT_JSON
    yield "not JSON", b"event_id=bad", {}, NOT_JSON
    yield "half a JSON object", call[:-20], {}, NOT_JSON
    yield "an event and then rubbish", b"[" + call + b"]x", {}, NOT_JSON
    yield "NDJSON with a broken line", call + b"\n{\n" + call, lines, NOT_JSON
    yield "arrays 100,000 deep", b"[" * 100_000 + b"]" * 100_000, {}, NOT_JSON | REJECTED
    yield "metadata 100,000 deep", raw(
        "metadata", '{"a":' * 100_000 + "1" + "}" * 100_000), {}, NOT_JSON | REJECTED
    yield "usage 100,000 deep", raw("usage", "[" * 100_000 + "]" * 100_000), {}, NOT_JSON | REJECTED
    yield "10,001 events", harness.compact([event(event_id=f"bad{i}") for i in range(10_001)]), \
        {}, TOO_LARGE
    yield "one byte above the limit", call + b" " * (limit + 1 - len(call)), {}, TOO_LARGE
    yield "a text of 7 MB", raw("event_id", '"bad' + "x" * 7_000_000 + '"'), {}, \
        NOT_JSON | REJECTED | TOO_LARGE
    yield "gzip bomb of 1 GB", bomb(2**30), packed, TOO_LARGE
    yield "gzip bomb in a text", bomb(2**28, b'[{"event_id":"bad'), packed, TOO_LARGE | NOT_JSON
    yield "gzip announced, plain JSON sent", call, packed, NOT_JSON
    yield "gzip cut short", gzip.compress(call)[:-12], packed, NOT_JSON
    yield "gzip with a wrong checksum", gzip.compress(call)[:-8] + b"12345678", packed, NOT_JSON
    yield "gzip sent, not announced", gzip.compress(call), {}, NOT_JSON
    yield "another encoding", call, {"Content-Encoding": "br"}, MEDIA
    yield "gzip twice", gzip.compress(gzip.compress(call)), {"Content-Encoding": "gzip, gzip"}, MEDIA
    yield "another media type", call, {"Content-Type": "text/xml"}, MEDIA


def bomb(size, first=b"["):
    """Gzip of a text and then so many spaces: a thousandth of its size."""
    packer, out, left = zlib.compressobj(9, zlib.DEFLATED, 31), [], size
    out.append(packer.compress(first))
    while left > 0:
        out.append(packer.compress(b" " * min(left, 2**20)))
        left -= 2**20
    return b"".join(out) + packer.flush()
