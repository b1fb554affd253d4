// SPDX-License-Identifier: Apache-2.0
// Calls with the official JavaScript clients; prints what they gave as JSON. Arguments: OpenAI's and
// Anthropic's base URL, and what the features of the calls begin with (empty: no attribution).
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

const [openaiUrl, anthropicUrl, lead] = process.argv.slice(2);
const messages = [{ role: "user", content: "What is asked?" }];
const apiKey = "sk-invented-for-this-test";

function clients(name) {
  const defaultHeaders = lead
    ? { "X-AISpend-Feature": lead + name, "X-AISpend-User": "u-1" } : {};
  const options = { apiKey, maxRetries: 0, defaultHeaders };
  return [new OpenAI({ ...options, baseURL: openaiUrl }),
    new Anthropic({ ...options, baseURL: anthropicUrl })];
}

async function all(stream) {
  const found = [];
  for await (const one of stream) found.push(one);
  return found;
}

async function first(stream, count, text) {
  const found = [];
  for await (const one of stream) {
    const piece = text(one);
    if (piece) found.push(piece);
    if (found.length === count) break; // ends the stream
  }
  return found.join("");
}

const pieceOf = (chunk) => chunk.choices[0]?.delta.content ?? "";
const delta = (event) => (event.type === "content_block_delta" ? event.delta.text : "");
const chat = { model: "gpt-test", messages };
const claude = { model: "claude-test", max_tokens: 99, messages };

async function failure(promise, code) {
  try {
    await promise;
    return "no error";
  } catch (e) {
    return [e.status, code(e)];
  }
}

const cases = {
  async chat(o) {
    const answer = await o.chat.completions.create(chat);
    return [answer.choices[0].message.content, answer.usage.total_tokens];
  },
  async chat_stream(o) {
    const chunks = await all(await o.chat.completions.create({ ...chat, stream: true }));
    return chunks.map(pieceOf).join("");
  },
  async chat_stream_usage(o) {
    const chunks = await all(await o.chat.completions.create(
      { ...chat, stream: true, stream_options: { include_usage: true } }));
    return [chunks.map(pieceOf).join(""), chunks.at(-1).usage.total_tokens, chunks.length];
  },
  async responses(o) {
    const answer = await o.responses.create({ model: "gpt-test", input: "What is asked?" });
    return [answer.output_text, answer.usage.total_tokens];
  },
  async responses_stream(o) {
    const events = await all(await o.responses.create(
      { model: "gpt-test", input: "What is asked?", stream: true }));
    const deltas = events.filter((e) => e.type === "response.output_text.delta");
    return [deltas.map((e) => e.delta).join(""), events.at(-1).response.usage.total_tokens,
      events.length];
  },
  async embeddings(o) {
    const answer = await o.embeddings.create(
      { model: "embed-test", input: "text", encoding_format: "float" });
    return answer.data[0].embedding;
  },
  async messages(o, a) {
    const answer = await a.messages.create(claude);
    return [answer.content[0].text, answer.usage.output_tokens];
  },
  async messages_stream(o, a) {
    const answer = await a.messages.stream(claude).finalMessage();
    return [answer.content[0].text, answer.usage.output_tokens];
  },
  limited: (o) => failure(o.chat.completions.create({ ...chat, model: "limited" }), (e) => e.code),
  messages_limited: (o, a) => failure(
    a.messages.create({ ...claude, model: "limited" }), (e) => e.error.error.type),
  async aborted(o) {
    const stream = await o.chat.completions.create({ ...chat, model: "gpt-slow", stream: true });
    return first(stream, 3, pieceOf);
  },
  async messages_aborted(o, a) {
    const stream = await a.messages.create({ ...claude, model: "claude-slow", stream: true });
    return first(stream, 3, delta);
  },
};

const given = {};
for (const [name, run] of Object.entries(cases)) given[name] = await run(...clients(name));
console.log(JSON.stringify(given));
