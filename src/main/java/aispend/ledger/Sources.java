// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The sources and how far each has been read. */
final class Sources {
  private static final String COLUMNS =
      """
      source_id, name, provider, layer, timeliness, bucket_seconds, max_window_seconds,
      lookback_seconds, settle_seconds, match_on, watermark, settled_until, newest,
      asked
      """;

  private static final String ALL = "select " + COLUMNS + " from source order by name";

  private static final String UPSERT =
      """
      insert into source (source_id, name, provider, layer, timeliness, bucket_seconds,
        max_window_seconds, lookback_seconds, settle_seconds, match_on)
      values ((select coalesce(max(source_id), 0) + 1 from source), :name, :provider, :layer,
        :timeliness, :bucket, :max_window, :lookback, :settle, :match_on)
      on conflict (name) do update set
        provider = excluded.provider, layer = excluded.layer, timeliness = excluded.timeliness,
        bucket_seconds = excluded.bucket_seconds,
        max_window_seconds = excluded.max_window_seconds,
        lookback_seconds = excluded.lookback_seconds, settle_seconds = excluded.settle_seconds,
        match_on = excluded.match_on
      """;

  private static final String LISTENED =
      """
      update source set watermark = :now, settled_until = :settled_until
      where source_id = :source_id and (watermark is null or watermark < :now)
      """;

  /** Neither instant goes back. */
  private static final String HEARD =
      """
      update source set
        settled_until =
          case when watermark is null or watermark < :now then :settled_until
               else settled_until end,
        watermark = case when watermark is null or watermark < :now then :now else watermark end,
        newest = case when newest is null or newest < :newest then :newest else newest end
      where source_id = :source_id
      """;

  private static final String TOLD =
      """
      update source set
        newest = case when newest is null or newest < :newest then :newest else newest end
      where source_id = :source_id
      """;

  private static final String ASK = "update source set asked = :asked where source_id = :source_id";

  private static final String ADVANCE =
      """
      update source set watermark = :watermark, settled_until = :settled_until, newest = :newest
      where source_id = :source_id
      """;

  /**
   * A source as stored.
   *
   * @param match the dimensions on which its residuals are matched
   */
  record Stored(long id, LedgerReader.SourceState state, Set<Dimension> match) {
    Source source() {
      return state.source();
    }

    boolean ofSameProvider(Stored other) {
      return source().provider().equals(other.source().provider());
    }

    /** Whether nothing before an instant is expected to change. */
    boolean settled(long epochSecond) {
      return state.settledUntil().orElse(Instant.EPOCH).getEpochSecond() >= epochSecond;
    }

    /** Whether it has read nothing from an instant on, and never will. */
    boolean endedBefore(long epochSecond) {
      return !state.asked()
          && state.watermark().orElse(Instant.EPOCH).getEpochSecond() <= epochSecond;
    }

    /**
     * Whether its records are canonical in full: what applications tell, and the provider's polled
     * detail, which is lessened by what both tell of ({@link Overlap}).
     */
    boolean bookedInFull(List<Stored> all) {
      return source().layer() == Layer.ATTRIBUTED || source().layer() == detailLayer(all);
    }

    /** The most detailed layer of its provider that is polled; attributed where none is. */
    Layer detailLayer(List<Stored> all) {
      return all.stream()
          .filter(this::ofSameProvider)
          .map(other -> other.source().layer())
          .filter(layer -> layer != Layer.ATTRIBUTED)
          .min(Layer::compareTo)
          .orElse(Layer.ATTRIBUTED);
    }
  }

  private Sources() {}

  /** Hours beside days of the same would count twice. */
  private static void requireSameBuckets(Stored stored, Source source) {
    Duration kept = stored.source().bucket();
    if (stored.state().newest().isPresent() && !kept.equals(source.bucket())) {
      throw new IllegalArgumentException(
          "source "
              + source.name()
              + " is kept by periods of "
              + kept
              + " in this ledger, not of "
              + source.bucket()
              + "; give the provider another name, or go back to the other width");
    }
  }

  static void register(Handle handle, Source source, Set<Dimension> match) {
    for (Stored stored : all(handle)) {
      if (stored.source().name().equals(source.name())) {
        requireSameBuckets(stored, source);
      }
      if (stored.source().name().equals(source.name())
          && !stored.source().provider().equals(source.provider())) {
        throw new IllegalArgumentException(
            "source "
                + source.name()
                + " is of provider "
                + stored.source().provider()
                + " in this ledger, not of "
                + source.provider()
                + "; give it another name");
      }
    }
    handle
        .createUpdate(UPSERT)
        .bind("name", source.name())
        .bind("provider", source.provider())
        .bind("layer", source.layer().code())
        .bind("timeliness", source.timeliness().code())
        .bind("bucket", source.bucket().toSeconds())
        .bind("max_window", source.maxWindow().toSeconds())
        .bind("lookback", source.lookback().toSeconds())
        .bind("settle", source.settleAfter().toSeconds())
        .bind(
            "match_on",
            match.stream()
                .map(Dimension::code)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(",")))
        .execute();
  }

  /**
   * Notes which polled sources are read; what is sent always is.
   *
   * @return those that were not and are, or were and are not
   */
  static List<Stored> ask(Handle handle, Set<String> names) {
    List<Stored> changed =
        all(handle).stream()
            .filter(stored -> stored.state().asked() != isAsked(stored.source(), names))
            .toList();
    for (Stored stored : changed) {
      handle
          .createUpdate(ASK)
          .bind("asked", isAsked(stored.source(), names) ? 1 : 0)
          .bind("source_id", stored.id())
          .execute();
    }
    return changed;
  }

  private static boolean isAsked(Source source, Set<String> names) {
    return source.isSent() || names.contains(source.name());
  }

  static List<Stored> all(Handle handle) {
    return handle.createQuery(ALL).map((row, context) -> stored(row)).list();
  }

  /** The last instant that is known to be past: what is open then may be stamped with it. */
  static Instant newestReading(List<Stored> sources) {
    return sources.stream()
        .flatMap(stored -> stored.state().watermark().stream())
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  static void advance(
      Handle handle,
      long sourceId,
      Instant watermark,
      Instant settledUntil,
      Optional<Instant> newest) {
    handle
        .createUpdate(ADVANCE)
        .bind("source_id", sourceId)
        .bind("watermark", watermark.getEpochSecond())
        .bind("settled_until", settledUntil.getEpochSecond())
        .bind("newest", newest.map(Instant::getEpochSecond).orElse(null))
        .execute();
  }

  /** Moves a source that is sent to, not polled, to now: all that was sent until then is here. */
  static void listened(Handle handle, Stored stored, Instant now) {
    handle
        .createUpdate(LISTENED)
        .bind("now", now.getEpochSecond())
        .bind("settled_until", settledBy(stored.source(), now))
        .bind("source_id", stored.id())
        .execute();
  }

  /** Whether listening until an instant settles no more than is settled. */
  static boolean isSettledAlike(LedgerReader.SourceState state, Instant now) {
    return state
        .settledUntil()
        .filter(until -> until.getEpochSecond() >= settledBy(state.source(), now))
        .isPresent();
  }

  private static long settledBy(Source source, Instant now) {
    long quiet = now.minus(source.settleAfter()).getEpochSecond();
    return quiet - Math.floorMod(quiet, source.bucket().toSeconds());
  }

  /** As {@link #heard}, where more of before may be on its way: its watermark stays. */
  static void told(Handle handle, Stored stored, @Nullable Instant newest) {
    if (newest != null) {
      try (RowWriter update = new RowWriter(handle, TOLD)) {
        update.bind("newest", newest.getEpochSecond()).bind("source_id", stored.id()).execute();
      }
    }
  }

  /**
   * Moves a source that is sent to by what came just now.
   *
   * @param newest end of the newest period that something came of; null when nothing new came
   */
  static void heard(Handle handle, Stored stored, Instant now, @Nullable Instant newest) {
    try (RowWriter update = new RowWriter(handle, HEARD)) {
      update
          .bind("now", now.getEpochSecond())
          .bind("settled_until", settledBy(stored.source(), now))
          .bind("newest", newest == null ? null : (Long) newest.getEpochSecond())
          .bind("source_id", stored.id())
          .execute();
    }
  }

  private static Stored stored(ResultSet row) throws SQLException {
    Source source =
        new Source(
            row.getString("name"),
            row.getString("provider"),
            Layer.valueOf(row.getString("layer").toUpperCase(Locale.ROOT)),
            Source.Timeliness.valueOf(row.getString("timeliness").toUpperCase(Locale.ROOT)),
            Duration.ofSeconds(row.getLong("bucket_seconds")),
            Duration.ofSeconds(row.getLong("max_window_seconds")),
            Duration.ofSeconds(row.getLong("lookback_seconds")),
            Duration.ofSeconds(row.getLong("settle_seconds")));
    Set<Dimension> match = EnumSet.noneOf(Dimension.class);
    for (String code : row.getString("match_on").split(",", -1)) {
      Dimension.ofCode(code).ifPresent(match::add);
    }
    return new Stored(
        row.getLong("source_id"),
        new LedgerReader.SourceState(
            source,
            instant(row, "watermark"),
            instant(row, "settled_until"),
            instant(row, "newest"),
            row.getLong("asked") != 0),
        match);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(Columns.nullableLong(row, column)).map(Instant::ofEpochSecond);
  }
}
