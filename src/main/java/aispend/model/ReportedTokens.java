// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Token counts as a vendor accounts for them, before they are made disjoint. Null means that the
 * vendor did not say.
 *
 * @param accounting how {@code input} relates to its parts
 * @param input input tokens: the whole, or only what was neither read from nor written to a cache
 * @param uncachedInput what the vendor itself calls uncached, when it does
 * @param cacheRead read from the prompt cache
 * @param cacheWrites writes to the prompt cache
 * @param output output tokens of all kinds
 * @param reasoning the part of {@code output} that was reasoning, when told
 * @param modalities which parts of input and output were audio or images
 */
public record ReportedTokens(
    Accounting accounting,
    @Nullable Long input,
    @Nullable Long uncachedInput,
    @Nullable Long cacheRead,
    CacheWrites cacheWrites,
    @Nullable Long output,
    @Nullable Long reasoning,
    Modalities modalities) {

  /** How a vendor counts input. Same-looking fields, opposite meanings. */
  public enum Accounting {
    /** Input is the whole, cached parts included (OpenAI). */
    INCLUSIVE,
    /** Input excludes what was cached; the parts stand beside it (Anthropic). */
    EXCLUSIVE
  }

  /**
   * Writes to a prompt cache by lifetime.
   *
   * @param total all writes as one number; its meaning differs by the vendor's API version
   * @param shortLived kept for minutes
   * @param longLived kept for an hour or more
   */
  public record CacheWrites(
      @Nullable Long total, @Nullable Long shortLived, @Nullable Long longLived) {
    public static final CacheWrites NONE = new CacheWrites(null, null, null);
  }

  /**
   * Audio and image parts, subsets of the numbers above and never added to them.
   *
   * @param audioInput uncached audio input
   * @param cachedAudioInput audio input read from the cache
   * @param imageInput uncached image input
   * @param cachedImageInput image input read from the cache
   */
  public record Modalities(
      @Nullable Long audioInput,
      @Nullable Long cachedAudioInput,
      @Nullable Long imageInput,
      @Nullable Long cachedImageInput,
      @Nullable Long audioOutput,
      @Nullable Long imageOutput) {
    public static final Modalities NONE = new Modalities(null, null, null, null, null, null);
  }

  public ReportedTokens {
    requireNonNull(accounting, "accounting");
    requireNonNull(cacheWrites, "cacheWrites");
    requireNonNull(modalities, "modalities");
  }

  /** Plain input and output, nothing cached. */
  public static ReportedTokens plain(@Nullable Long input, @Nullable Long output) {
    return new ReportedTokens(
        Accounting.INCLUSIVE, input, null, null, CacheWrites.NONE, output, null, Modalities.NONE);
  }
}
