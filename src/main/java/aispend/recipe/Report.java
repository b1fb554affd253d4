// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ReportedPeriod;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing a vendor can be asked for: {@code costs}.
 *
 * @param name the part of its source's name behind the colon
 * @param times its buckets and how late they change
 * @param asking how it is asked for
 * @param pages how the answer goes on
 * @param rows where the rows are
 * @param dimensions what they are split by
 * @param measures what they count and cost
 */
record Report(
    String name,
    Layer layer,
    Times times,
    Asking asking,
    Pages pages,
    Rows rows,
    Map<Dimension, Value> dimensions,
    Measures measures) {
  Report {
    requireNonNull(name, "name");
    dimensions = Map.copyOf(dimensions);
  }

  /**
   * What a row counts and costs.
   *
   * @param counts by name: {@code requests}, {@code input_tokens}, {@code units.images}
   * @param inputIncludesCache whether input tokens contain those read from and written to a cache
   * @param cost null when rows do not say
   */
  record Measures(Map<String, Amount> counts, boolean inputIncludesCache, @Nullable Charge cost) {
    Measures {
      counts = Map.copyOf(counts);
    }
  }

  /**
   * Time as the vendor splits it.
   *
   * @param hourly whether buckets are UTC hours; else days of the zone
   * @param window the longest stretch asked for at once
   * @param lookback how far back it is read again
   * @param settles how long after its end a bucket changes no more
   */
  record Times(boolean hourly, Duration window, Duration lookback, Duration settles, ZoneId zone) {
    /** Whether days are those of UTC, as windows are. */
    boolean inUtc() {
      return zone.getRules().isFixedOffset()
          && zone.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
    }

    Duration bucket() {
      return hourly ? Duration.ofHours(1) : Duration.ofDays(1);
    }

    /** A window with the whole of its last day, which in another zone than UTC ends after it. */
    ChargePeriod whole(ChargePeriod window) {
      Instant start = start(window.end());
      if (hourly || start.equals(window.end())) {
        return window;
      }
      Instant end =
          window.end().atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
      return new ChargePeriod(window.start(), end);
    }

    /** When the bucket of a moment begins. */
    Instant start(Instant moment) {
      return hourly
          ? moment.truncatedTo(ChronoUnit.HOURS)
          : moment.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    }

    ReportedPeriod period(Instant start) {
      return hourly
          ? ReportedPeriod.of(start, start.plus(Duration.ofHours(1)))
          : ReportedPeriod.day(start.atZone(zone).toLocalDate(), zone);
    }

    boolean isOneBucket(ChargePeriod window) {
      return window.duration().compareTo(bucket()) <= 0;
    }
  }

  /**
   * A request, but for the place it goes on from.
   *
   * @param body posted; null for a GET
   * @param form posted as a form; empty for none
   * @param each what is asked for one by one; null when one request asks for all
   */
  record Asking(
      List<Template> path,
      Map<String, List<Template>> query,
      Map<String, Template> headers,
      @Nullable Template body,
      Map<String, List<Template>> form,
      @Nullable Each each) {
    Asking {
      path = List.copyOf(path);
      headers = Map.copyOf(headers);
    }

    /** Everything that is filled in. */
    Stream<Template> templates() {
      Stream<Template> lists =
          Stream.of(query, form).flatMap(map -> map.values().stream()).flatMap(List::stream);
      Stream<Template> single = Stream.concat(path.stream(), headers.values().stream());
      return Stream.of(single, lists, Stream.ofNullable(body)).flatMap(each -> each);
    }
  }

  /**
   * What is asked for one by one.
   *
   * @param option the option that lists it; null when it is the window's days or months
   * @param monthly months, not days
   */
  record Each(@Nullable String option, boolean monthly) {}

  /** The source that a provider of this name has by it. */
  Source source(String provider) {
    return new Source(
        provider + ":" + name,
        provider,
        layer,
        times.hourly() ? Timeliness.HOURLY : Timeliness.DAILY,
        times.bucket(),
        times.window(),
        times.lookback(),
        times.settles());
  }
}
