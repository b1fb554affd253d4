// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

/** What is looked for in one JSON document of an answer. */
enum Mark {
  ID,
  MODEL,
  TIER,
  USAGE,
  /** The kind of an event in a stream. */
  TYPE,
  /** Content that is there whatever the kind of event. */
  CONTENT,
  /** Content, but for Anthropic's {@code message_delta}. */
  DELTA,
  /** One of the choices ended. */
  FINISH,
  /** The answer ended. */
  END,
  /** Ollama: whether this is the last object. */
  DONE,
  INPUT_COUNT,
  OUTPUT_COUNT,
  /** Bedrock's measurements, which come with the last event. */
  METRICS,
  /** Bedrock: an event of the model's vendor, in base64. */
  BYTES,
  FAILED
}
