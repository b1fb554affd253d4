// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.ReportedTokens;
import org.jspecify.annotations.Nullable;

/** Tokens as the conventions count them: cached and reasoning parts are in the totals. */
final class InclusiveTokens {
  private InclusiveTokens() {}

  /**
   * Tokens of a call; parts that are larger than their total are refused, as they were counted
   * otherwise.
   *
   * @param names what stands before the names of the fields in messages
   */
  static ReportedTokens of(
      String names,
      @Nullable Long input,
      @Nullable Long read,
      @Nullable Long written,
      @Nullable Long output,
      @Nullable Long reasoning,
      ReportedTokens.Modalities modalities)
      throws BadFieldException {
    requireWithin(names, "cache_read.input_tokens", read, 0, "input_tokens", input);
    requireWithin(
        names,
        "cache_creation.input_tokens",
        written,
        read == null ? 0 : read,
        "input_tokens",
        input);
    requireWithin(names, "reasoning.output_tokens", reasoning, 0, "output_tokens", output);
    return new ReportedTokens(
        ReportedTokens.Accounting.INCLUSIVE,
        input == null ? 0L : input,
        null,
        read,
        new ReportedTokens.CacheWrites(written, null, null),
        output,
        reasoning,
        modalities);
  }

  private static void requireWithin(
      String names,
      String part,
      @Nullable Long count,
      long taken,
      String whole,
      @Nullable Long total)
      throws BadFieldException {
    long left = (total == null ? 0 : total) - taken;
    if (count != null && count > left) {
      throw BadFieldException.bad(
          names + part,
          count.toString(),
          "must be a part of " + names + whole + ", of which " + left + " are left");
    }
  }
}
