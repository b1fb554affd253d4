// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of one row, by the names that recipes give them, as reported usage. */
final class Numbers {
  static final String UNITS = "units.";

  static final List<String> TOKENS =
      List.of(
          "input_tokens",
          "output_tokens",
          "cache_read_tokens",
          "cache_write_tokens",
          "reasoning_tokens",
          "input_audio_tokens",
          "output_audio_tokens",
          "input_image_tokens",
          "output_image_tokens");

  private static final int MAX_UNREADABLE = 40;

  private final Map<String, BigDecimal> numbers;
  private final Map<String, String> units = new TreeMap<>();

  private Numbers(Map<String, BigDecimal> numbers) {
    this.numbers = numbers;
  }

  /** A row of a report. */
  static ReportedUsage reported(
      Report report, Dimensions dimensions, String currency, Map<String, BigDecimal> numbers) {
    return new Numbers(numbers).reported(report, dimensions, currency);
  }

  /** Stands for a number that is none; {@code normalise} rejects it and names it. */
  static String unreadable(String text) {
    return "unreadable: "
        + (text.length() > MAX_UNREADABLE ? text.substring(0, MAX_UNREADABLE) + "..." : text);
  }

  private ReportedUsage reported(Report report, Dimensions dimensions, String currency) {
    ReportedTokens tokens = tokens(report);
    Long requests = whole("requests");
    numbers.forEach(
        (name, number) -> {
          if (name.startsWith(UNITS)) {
            units.put(name.substring(UNITS.length()), plain(number));
          }
        });
    BigDecimal cost = numbers.get("cost");
    boolean unpriced = report.measures().cost() != null && cost == null;
    return new ReportedUsage(
        unpriced ? dimensions.with(Dimension.VARIANT, unpriced(dimensions)) : dimensions,
        tokens,
        requests,
        units,
        cost == null ? null : new ReportedCost(plain(cost), ReportedCost.Unit.MAJOR, currency));
  }

  /** Rows without a cost are no part of rows with one, so they need a name of their own. */
  private static String unpriced(Dimensions dimensions) {
    String variant = dimensions.get(Dimension.VARIANT);
    return variant.isEmpty() ? "unpriced" : variant + ",unpriced";
  }

  private @Nullable ReportedTokens tokens(Report report) {
    if (TOKENS.stream().noneMatch(report.measures().counts()::containsKey)) {
      return null;
    }
    return new ReportedTokens(
        report.measures().inputIncludesCache() ? Accounting.INCLUSIVE : Accounting.EXCLUSIVE,
        whole("input_tokens"),
        null,
        whole("cache_read_tokens"),
        new CacheWrites(whole("cache_write_tokens"), null, null),
        whole("output_tokens"),
        whole("reasoning_tokens"),
        modalities());
  }

  private Modalities modalities() {
    return new Modalities(
        whole("input_audio_tokens"),
        null,
        whole("input_image_tokens"),
        null,
        whole("output_audio_tokens"),
        whole("output_image_tokens"));
  }

  private @Nullable Long whole(String name) {
    BigDecimal number = numbers.get(name);
    if (number == null) {
      return null;
    }
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      // A part of a token, or more than there are: rejected by name further on.
      units.put(name, unreadable(plain(number)));
      return null;
    }
  }

  private static String plain(BigDecimal number) {
    return number.toPlainString();
  }
}
