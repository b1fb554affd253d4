# SPDX-License-Identifier: Apache-2.0
"""Calls with the official Python clients; prints what they gave as JSON. Arguments: OpenAI's and
Anthropic's base URL, and what the features of the calls begin with (empty: no attribution)."""

import json
import sys

import anthropic
import openai

OPENAI, ANTHROPIC, LEAD = sys.argv[1:]
ASK = [{"role": "user", "content": "What is asked?"}]
KEY = "sk-invented-for-this-test"


def clients(case):
    headers = {"X-AISpend-Feature": LEAD + case, "X-AISpend-User": "u-1"} if LEAD else {}
    return (openai.OpenAI(base_url=OPENAI, api_key=KEY, max_retries=0, default_headers=headers),
            anthropic.Anthropic(base_url=ANTHROPIC, api_key=KEY, max_retries=0,
                                default_headers=headers))


def joined(chunks):
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)


def chat(o, a):
    answer = o.chat.completions.create(model="gpt-test", messages=ASK)
    return [answer.choices[0].message.content, answer.usage.total_tokens]


def chat_stream(o, a):
    return joined(o.chat.completions.create(model="gpt-test", messages=ASK, stream=True))


def chat_stream_usage(o, a):
    chunks = list(o.chat.completions.create(model="gpt-test", messages=ASK, stream=True,
                                            stream_options={"include_usage": True}))
    return [joined(chunks), chunks[-1].usage.total_tokens, len(chunks)]


def responses(o, a):
    answer = o.responses.create(model="gpt-test", input="What is asked?")
    return [answer.output_text, answer.usage.total_tokens]


def responses_stream(o, a):
    events = list(o.responses.create(model="gpt-test", input="What is asked?", stream=True))
    return ["".join(e.delta for e in events if e.type == "response.output_text.delta"),
            events[-1].response.usage.total_tokens, len(events)]


def embeddings(o, a):
    return o.embeddings.create(model="embed-test", input="text", encoding_format="float"
                               ).data[0].embedding


def messages(o, a):
    answer = a.messages.create(model="claude-test", max_tokens=99, messages=ASK)
    return [answer.content[0].text, answer.usage.output_tokens]


def messages_stream(o, a):
    with a.messages.stream(model="claude-test", max_tokens=99, messages=ASK) as stream:
        text = "".join(stream.text_stream)
        return [text, stream.get_final_message().usage.output_tokens]


def limited(o, a):
    try:
        o.chat.completions.create(model="limited", messages=ASK)
        return "no error"
    except openai.RateLimitError as e:
        return [e.status_code, e.code]


def messages_limited(o, a):
    try:
        a.messages.create(model="limited", max_tokens=99, messages=ASK)
        return "no error"
    except anthropic.RateLimitError as e:
        return [e.status_code, e.body["error"]["type"]]


def aborted(o, a):
    with o.chat.completions.create(model="gpt-slow", messages=ASK, stream=True) as stream:
        return joined(chunk for _, chunk in zip(range(3), stream))


def messages_aborted(o, a):
    with a.messages.stream(model="claude-slow", max_tokens=99, messages=ASK) as stream:
        return "".join(text for _, text in zip(range(3), stream.text_stream))


CASES = (chat, chat_stream, chat_stream_usage, responses, responses_stream, embeddings, messages,
         messages_stream, limited, messages_limited, aborted, messages_aborted)
print(json.dumps({case.__name__: case(*clients(case.__name__)) for case in CASES}))
