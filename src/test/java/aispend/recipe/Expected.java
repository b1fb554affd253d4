// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reported rows as tests write them, a line each: {@code 2026-11-20T10; model=x; requests=2;
 * input=5; unit:images=3; cost=1.25 USD}. A line of a bucket alone says that it is empty.
 */
final class Expected {
  private final Map<String, String> fields = new TreeMap<>();
  private Dimensions dimensions = Dimensions.NONE;

  private Expected(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String[] field = parts[i].strip().split("=", 2);
      Dimension dimension = Dimension.ofCode(field[0]).orElse(null);
      if (dimension == null) {
        fields.put(field[0], field[1]);
      } else {
        dimensions = dimensions.with(dimension, field[1]);
      }
    }
  }

  static List<ReportedBucket> buckets(String part, String text) {
    Map<String, List<ReportedUsage>> rows = new LinkedHashMap<>();
    for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
      String[] parts = line.split(";", -1);
      List<ReportedUsage> bucket = rows.computeIfAbsent(parts[0].strip(), any -> new ArrayList<>());
      if (parts.length > 1) {
        bucket.add(new Expected(parts).row());
      }
    }
    List<ReportedBucket> buckets = new ArrayList<>();
    rows.forEach((start, each) -> buckets.add(new ReportedBucket(part, period(start), each)));
    return buckets;
  }

  private static ReportedPeriod period(String start) {
    if (!start.contains("T")) {
      return ReportedPeriod.day(LocalDate.parse(start), ZoneOffset.UTC);
    }
    Instant hour = Instant.parse(start + ":00:00Z");
    return ReportedPeriod.of(hour, hour.plus(Duration.ofHours(1)));
  }

  private ReportedUsage row() {
    Map<String, String> units = new TreeMap<>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith("unit:")) {
            units.put(name.substring("unit:".length()), value);
          }
        });
    return new ReportedUsage(dimensions, tokens(), number("requests"), units, cost());
  }

  private @Nullable ReportedTokens tokens() {
    if (!fields.containsKey("input") && !fields.containsKey("output")) {
      return null;
    }
    return new ReportedTokens(
        Accounting.INCLUSIVE,
        number("input"),
        null,
        number("cache_read"),
        new CacheWrites(number("cache_write"), null, null),
        number("output"),
        number("reasoning"),
        Modalities.NONE);
  }

  private @Nullable Long number(String name) {
    String value = fields.get(name);
    return value == null ? null : Long.valueOf(value);
  }

  private @Nullable ReportedCost cost() {
    String value = fields.get("cost");
    if (value == null) {
      return null;
    }
    String[] amount = value.split(" ", 2);
    return new ReportedCost(amount[0], ReportedCost.Unit.MAJOR, amount[1]);
  }
}
