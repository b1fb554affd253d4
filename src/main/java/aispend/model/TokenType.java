// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Locale;

/**
 * The disjoint kinds of tokens: each token of a call is counted under exactly one. What a vendor
 * reports as a total with parts is taken apart when it is normalised.
 */
public enum TokenType {
  /** Uncached text input. */
  INPUT("input"),
  /** Text input read from the vendor's prompt cache. */
  CACHE_READ("cache_read"),
  /** Input written to the prompt cache for minutes (Anthropic 5 m, OpenAI 30 m). */
  CACHE_WRITE("cache_write"),
  /** Input written to the prompt cache for longer (Anthropic 1 h, OpenAI 12 h); dearer. */
  CACHE_WRITE_LONG("cache_write"),
  /** Text output, without reasoning where the vendor tells it apart. */
  OUTPUT("output"),
  REASONING("reasoning"),
  /** Uncached audio input. */
  INPUT_AUDIO("input_audio"),
  /** Audio input read from the prompt cache. */
  CACHE_READ_AUDIO("cache_read"),
  OUTPUT_AUDIO("output_audio"),
  /** Uncached image input. */
  INPUT_IMAGE("input_image"),
  /** Image input read from the prompt cache. */
  CACHE_READ_IMAGE("cache_read"),
  OUTPUT_IMAGE("output_image");

  private final String label;
  private final String code = name().toLowerCase(Locale.ROOT);

  TokenType(String label) {
    this.label = label;
  }

  /** The value of the metric label {@code type}; several types may share one. */
  public String label() {
    return label;
  }

  /** The type's own name, as the ledger and price files write it: {@code cache_write_long}. */
  public String code() {
    return code;
  }
}
