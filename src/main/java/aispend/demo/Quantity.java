// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static java.util.Objects.requireNonNull;

import aispend.model.TokenType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is counted. The token kinds are disjoint, whatever the vendor's own fields add up. */
enum Quantity {
  INPUT(TokenType.INPUT),
  CACHE_READ(TokenType.CACHE_READ),
  CACHE_WRITE(TokenType.CACHE_WRITE),
  CACHE_WRITE_LONG(TokenType.CACHE_WRITE_LONG),
  OUTPUT(TokenType.OUTPUT),
  INPUT_AUDIO(TokenType.INPUT_AUDIO),
  CACHE_READ_AUDIO(TokenType.CACHE_READ_AUDIO),
  OUTPUT_AUDIO(TokenType.OUTPUT_AUDIO),
  INPUT_IMAGE(TokenType.INPUT_IMAGE),
  CACHE_READ_IMAGE(TokenType.CACHE_READ_IMAGE),
  OUTPUT_IMAGE(TokenType.OUTPUT_IMAGE),
  REQUESTS(null),
  IMAGES(null),
  CHARACTERS(null),
  SECONDS(null),
  SESSIONS(null),
  SEARCHES(null),
  /** Stored bytes: a level, which time neither divides nor adds up. */
  BYTES(null);

  private final @Nullable TokenType tokenType;

  Quantity(@Nullable TokenType tokenType) {
    this.tokenType = tokenType;
  }

  boolean isToken() {
    return tokenType != null;
  }

  /** The kind of token; only for those that are. */
  TokenType tokenType() {
    return requireNonNull(tokenType, () -> this + " counts no tokens");
  }

  /** The name in tables and truth: {@code cache_write_long}, {@code images}. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its place in an array of all; nothing that outlives the process depends on it. */
  @SuppressWarnings("EnumOrdinal")
  int slot() {
    return ordinal();
  }

  boolean isLevel() {
    return this == BYTES;
  }
}
