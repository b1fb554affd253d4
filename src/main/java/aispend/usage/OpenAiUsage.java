// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import static aispend.usage.Counts.orZero;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's shapes and those of servers that speak like it. Input includes what was cached, output
 * includes reasoning:
 *
 * <pre>
 * {"prompt_tokens":900,"completion_tokens":40,"total_tokens":940,
 *  "prompt_tokens_details":{"cached_tokens":500,"cache_write_tokens":0,"audio_tokens":0},
 *  "completion_tokens_details":{"reasoning_tokens":12,"audio_tokens":0}}
 * {"input_tokens":900,"input_tokens_details":{"cached_tokens":500,
 *   "cache_write_tokens_details":{"ttl_30m_tokens":0,"ttl_12h_tokens":0}},
 *  "output_tokens":40,"output_tokens_details":{"reasoning_tokens":12},"total_tokens":940}
 * </pre>
 */
final class OpenAiUsage {
  private final Counts usage;
  private final String inputName;
  private final String outputName;
  private final Counts inputParts;
  private final Counts outputParts;

  private OpenAiUsage(
      Counts usage, String inputName, String outputName, Counts inputParts, Counts outputParts) {
    this.usage = usage;
    this.inputName = inputName;
    this.outputName = outputName;
    this.inputParts = inputParts;
    this.outputParts = outputParts;
  }

  /** Chat, completions, embeddings. */
  static ReportedTokens chat(Counts usage) throws UsageException {
    Counts input = usage.within("prompt_tokens_details");
    Counts output = usage.within("completion_tokens_details");
    return new OpenAiUsage(usage, "prompt_tokens", "completion_tokens", input, output).read();
  }

  /** Responses, images, transcriptions. */
  static ReportedTokens responses(Counts usage) throws UsageException {
    Counts input = usage.within("input_tokens_details", "input_token_details");
    Counts output = usage.within("output_tokens_details", "output_token_details");
    return new OpenAiUsage(usage, "input_tokens", "output_tokens", input, output).read();
  }

  private ReportedTokens read() throws UsageException {
    Long input = usage.count(inputName);
    Long cached = cached(input);
    CacheWrites writes = writes(input, orZero(cached));
    Long output = output(orZero(input));
    Long reasoning = outputParts.count("reasoning_tokens");
    outputParts.requireWithin("reasoning_tokens", reasoning, 0, outputName, output);
    return new ReportedTokens(
        ReportedTokens.Accounting.INCLUSIVE,
        input,
        null,
        cached,
        writes,
        output,
        reasoning,
        modalities(input, cached, writes, output, reasoning));
  }

  /** DeepSeek tells hits beside the whole. */
  private @Nullable Long cached(@Nullable Long input) throws UsageException {
    Long cached = inputParts.count("cached_tokens", "cache_read_input_tokens");
    inputParts.requireWithin("cached_tokens", cached, 0, inputName, input);
    if (cached == null) {
      cached = usage.count("prompt_cache_hit_tokens");
      usage.requireWithin("prompt_cache_hit_tokens", cached, 0, inputName, input);
    }
    return cached;
  }

  private CacheWrites writes(@Nullable Long input, long cached) throws UsageException {
    Long all = inputParts.count("cache_write_tokens", "cache_creation_input_tokens");
    Counts lifetimes = inputParts.within("cache_write_tokens_details");
    Long shortLived = lifetimes.count("ttl_30m_tokens");
    Long longLived = lifetimes.count("ttl_12h_tokens");
    inputParts.requireWithin("cache_write_tokens", all, cached, inputName, input);
    lifetimes.requireWithin("ttl_30m_tokens", shortLived, cached, inputName, input);
    lifetimes.requireWithin(
        "ttl_12h_tokens", longLived, cached + orZero(shortLived), inputName, input);
    if (all == null || (shortLived == null && longLived == null)) {
      return new CacheWrites(all, shortLived, longLived);
    }
    lifetimes.requireWithin(
        "ttl_12h_tokens", longLived, 0, "cache_write_tokens", all); // the rest is short-lived
    return new CacheWrites(all, all - orZero(longLived), orZero(longLived));
  }

  /** xAI counts reasoning beside the completion, which its total shows. */
  private @Nullable Long output(long input) throws UsageException {
    Long output = usage.count(outputName);
    Long total = usage.count("total_tokens");
    long reasoning = orZero(outputParts.count("reasoning_tokens"));
    if (output == null || total == null) {
      return output;
    }
    return total == input + output + reasoning ? Long.valueOf(output + reasoning) : output;
  }

  /**
   * Chat tells audio and images of the whole input; what the uncached rest cannot hold of them was
   * cached.
   */
  private Modalities modalities(
      @Nullable Long input,
      @Nullable Long cached,
      CacheWrites writes,
      @Nullable Long output,
      @Nullable Long reasoning)
      throws UsageException {
    Long audio = inputParts.count("audio_tokens");
    Long image = inputParts.count("image_tokens");
    inputParts.requireWithin("audio_tokens", audio, 0, inputName, input);
    inputParts.requireWithin("image_tokens", image, orZero(audio), inputName, input);
    Counts cachedParts = inputParts.within("cached_tokens_details");
    Long cachedAudio = cachedParts.count("audio_tokens");
    Long cachedImage = cachedParts.count("image_tokens");
    cachedParts.requireWithin("audio_tokens", cachedAudio, 0, "cached_tokens", cached);
    cachedParts.requireWithin(
        "image_tokens", cachedImage, orZero(cachedAudio), "cached_tokens", cached);
    long plain = orZero(input) - orZero(cached) - written(writes);
    long plainAudio = Math.min(plain, Math.max(0, orZero(audio) - orZero(cachedAudio)));
    long plainImage =
        Math.min(plain - plainAudio, Math.max(0, orZero(image) - orZero(cachedImage)));
    Long audioOutput = outputParts.count("audio_tokens");
    outputParts.requireWithin("audio_tokens", audioOutput, orZero(reasoning), outputName, output);
    long taken = orZero(reasoning) + orZero(audioOutput);
    return new Modalities(
        orNull(plainAudio),
        orNull(Math.max(orZero(cachedAudio), orZero(audio) - plainAudio)),
        orNull(plainImage),
        orNull(Math.max(orZero(cachedImage), orZero(image) - plainImage)),
        audioOutput,
        imageOutput(taken, output));
  }

  /** The image API's answers without parts of the output are images only. */
  private @Nullable Long imageOutput(long taken, @Nullable Long output) throws UsageException {
    Long told = outputParts.count("image_tokens");
    outputParts.requireWithin("image_tokens", told, taken, outputName, output);
    boolean imageApi =
        inputName.equals("input_tokens")
            && inputParts.hasAny("image_tokens")
            && !inputParts.hasAny("cached_tokens")
            && !usage.hasAny("output_tokens_details");
    return told == null && imageApi ? output : told;
  }

  private static long written(CacheWrites writes) {
    return writes.total() == null
        ? orZero(writes.shortLived()) + orZero(writes.longLived())
        : writes.total();
  }

  private static @Nullable Long orNull(long count) {
    return count > 0 ? count : null;
  }
}
