#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A stand-in for OpenAI and Anthropic: their protocols, invented answers, a known usage.

Speaks /v1/chat/completions, /v1/responses, /v1/embeddings and /v1/messages, whole and as
server-sent events. The model's name steers it: "slow" answers for seconds in many pieces, "limited"
says 429. GET /seen gives the headers of every call, and whether its caller stayed to the end.
"""

import argparse
import asyncio
import json

TEXT = "Grüße aus der Werkstatt: what was asked is answered here, in a dozen small pieces – fin. ✓"
CHAT = {"prompt_tokens": 120, "completion_tokens": 33, "total_tokens": 153,
        "prompt_tokens_details": {"cached_tokens": 20},
        "completion_tokens_details": {"reasoning_tokens": 5}}
RESPONSE = {"input_tokens": 120, "output_tokens": 33, "total_tokens": 153,
            "input_tokens_details": {"cached_tokens": 20},
            "output_tokens_details": {"reasoning_tokens": 5}}
MESSAGE = {"input_tokens": 90, "cache_read_input_tokens": 30, "cache_creation_input_tokens": 10,
           "output_tokens": 44}
EMBEDDING = {"prompt_tokens": 17, "total_tokens": 17}
# What the ledger should say of each: disjoint kinds.
DISJOINT = {"chat": {"input": 100, "cache_read": 20, "output": 28, "reasoning": 5},
            "embeddings": {"input": 17},
            "messages": {"input": 90, "cache_read": 30, "cache_write": 10, "output": 44}}
SEEN = []


def pieces(model):
    words = TEXT.split(" ")
    parts = [word + " " for word in words[:-1]] + words[-1:]
    return parts * 20 if "slow" in model else parts


def sse(data, event=None):
    lead = f"event: {event}\n" if event else ""
    return f"{lead}data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode()


def chat(asked):
    base = {"id": "chatcmpl-1", "created": 1795274172, "model": asked["model"]}
    if not asked.get("stream"):
        return {**base, "object": "chat.completion", "usage": CHAT, "choices": [
            {"index": 0, "finish_reason": "stop", "logprobs": None,
             "message": {"role": "assistant", "content": TEXT, "refusal": None}}]}
    base["object"] = "chat.completion.chunk"
    out = [sse({**base, "choices": [{"index": 0, "delta": {"role": "assistant", "content": part},
                                     "finish_reason": None}]}) for part in pieces(asked["model"])]
    out.append(sse({**base, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
    if (asked.get("stream_options") or {}).get("include_usage"):
        out.append(sse({**base, "choices": [], "usage": CHAT}))
    return [*out, sse("[DONE]")]


def responses(asked):
    message = {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
               "content": [{"type": "output_text", "text": TEXT, "annotations": []}]}
    whole = {"id": "resp_1", "object": "response", "created_at": 1795274172, "status": "completed",
             "model": asked["model"], "output": [message], "usage": RESPONSE, "tools": [],
             "tool_choice": "auto", "parallel_tool_calls": True, "error": None, "metadata": {}}
    if not asked.get("stream"):
        return whole
    begun = {**whole, "status": "in_progress", "output": [], "usage": None}
    where = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    empty = {"type": "output_text", "text": "", "annotations": []}
    events = [{"type": "response.created", "response": begun},
              {"type": "response.output_item.added", "output_index": 0,
               "item": {**message, "status": "in_progress", "content": []}},
              {"type": "response.content_part.added", **where, "part": empty}]
    events += [{"type": "response.output_text.delta", **where, "delta": part, "logprobs": []}
               for part in pieces(asked["model"])]
    events += [{"type": "response.output_text.done", **where, "text": TEXT, "logprobs": []},
               {"type": "response.output_item.done", "output_index": 0, "item": message},
               {"type": "response.completed", "response": whole}]
    return [sse({**event, "sequence_number": i}, event["type"]) for i, event in enumerate(events)]


def messages(asked):
    whole = {"id": "msg_1", "type": "message", "role": "assistant", "model": asked["model"],
             "content": [{"type": "text", "text": TEXT}], "stop_reason": "end_turn",
             "stop_sequence": None, "usage": MESSAGE}
    if not asked.get("stream"):
        return whole
    begun = {**whole, "content": [], "stop_reason": None, "usage": {**MESSAGE, "output_tokens": 1}}
    events = [{"type": "message_start", "message": begun},
              {"type": "content_block_start", "index": 0,
               "content_block": {"type": "text", "text": ""}}, {"type": "ping"}]
    events += [{"type": "content_block_delta", "index": 0,
                "delta": {"type": "text_delta", "text": part}} for part in pieces(asked["model"])]
    events += [{"type": "content_block_stop", "index": 0},
               {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                "usage": {"output_tokens": MESSAGE["output_tokens"]}}, {"type": "message_stop"}]
    return [sse(event, event["type"]) for event in events]


def embeddings(asked):
    return {"object": "list", "model": asked["model"], "usage": EMBEDDING, "data": [
        {"object": "embedding", "index": 0, "embedding": [0.25, -0.5, 0.125]}]}


PATHS = {"/v1/chat/completions": chat, "/v1/responses": responses, "/v1/messages": messages,
         "/v1/embeddings": embeddings}


async def body_of(reader, headers):
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
    return body


class Vendor:
    """Answers one connection's requests one after another."""

    def __init__(self, gap):
        self.gap = gap

    async def serve(self, reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                headers = {k.lower(): v for k, v in
                           (line.split(": ", 1) for line in lines[1:] if ": " in line)}
                body = await body_of(reader, headers)
                await self.answer(writer, lines[0].split(" ")[1].split("?")[0], headers, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the caller went away, which is its right
        finally:
            writer.close()

    async def answer(self, writer, path, headers, body):
        if path == "/seen":
            return await whole(writer, 200, SEEN)
        if path not in PATHS:
            return await whole(writer, 404, {"error": {"message": f"no {path}", "type": "none"}})
        asked = json.loads(body)
        note = {"path": path, "headers": headers, "stayed": False}
        SEEN.append(note)
        del SEEN[:-2000]
        if asked["model"] == "limited":
            error = {"type": "rate_limit_error", "message": "slow down", "code": "rate_limited"}
            await whole(writer, 429, {"type": "error", "error": error})
        elif asked.get("stream"):
            await self.stream(writer, PATHS[path](asked), "slow" in asked["model"])
        else:
            await whole(writer, 200, PATHS[path](asked))
        note["stayed"] = True

    async def stream(self, writer, parts, slow):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                     b"Transfer-Encoding: chunked\r\nX-Request-Id: req_1\r\n\r\n")
        gap = 0.02 if slow else self.gap
        for part in parts:
            writer.write(b"%x\r\n%s\r\n" % (len(part), part))
            await writer.drain()
            if gap:
                await asyncio.sleep(gap)
        writer.write(b"0\r\n\r\n")
        await writer.drain()


async def whole(writer, status, answer):
    body = json.dumps(answer, ensure_ascii=False).encode()
    writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nX-Request-Id: req_1\r\n"
                 f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()


async def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--gap", type=float, default=0, help="seconds between pieces of a stream")
    args = parser.parse_args()
    server = await asyncio.start_server(Vendor(args.gap).serve, "127.0.0.1", args.port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
