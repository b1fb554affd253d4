// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import aispend.ledger.AppendResult;
import aispend.ledger.Batch;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerWriter;
import aispend.model.BalanceLevel;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.normalise.Normalised;
import aispend.normalise.Normaliser;
import aispend.normalise.Rejection;
import aispend.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what one provider reports into the ledger and counts what became of it. Any thread may use
 * it; the ledger does one batch at a time.
 */
public final class Ingest {
  private static final Logger log = LoggerFactory.getLogger(Ingest.class);

  /** Rejected rows that are logged of each batch; all are counted. */
  private static final int LOGGED_REJECTIONS = 3;

  private final LedgerWriter writer;
  private final LedgerReader reader;
  private final Normaliser normaliser;
  private final Telemetry telemetry;

  public Ingest(
      LedgerWriter writer, LedgerReader reader, Normaliser normaliser, Telemetry telemetry) {
    this.writer = writer;
    this.reader = reader;
    this.normaliser = normaliser;
    this.telemetry = telemetry;
  }

  /**
   * Makes a source known before its first batch.
   *
   * @param match the dimensions on which its layer is matched with the more detailed one
   * @throws NotKeptException when the ledger cannot be written
   */
  public void announce(Source source, Set<Dimension> match) {
    keeping(
        () -> {
          writer.register(source, match);
          return true;
        });
  }

  /**
   * Up to where a source was read; empty before the first time.
   *
   * @throws NotKeptException when the ledger cannot be read
   */
  public Optional<Instant> readUntil(Source source) {
    try {
      return reader.source(source.name()).flatMap(LedgerReader.SourceState::watermark);
    } catch (LedgerException e) {
      throw new NotKeptException(e);
    }
  }

  /**
   * Normalises and keeps all that was read of a window, in one transaction. What cannot be right is
   * rejected, logged and counted; the rest is kept.
   *
   * @param readAt when the reading began
   * @throws NotKeptException when nothing was kept
   */
  public IngestResult accept(
      Source source, ChargePeriod window, List<ReportedBucket> reported, Instant readAt) {
    Normalised normalised = normaliser.normalise(reported);
    Batch batch = batch(source, window, normalised, readAt);
    AppendResult appended = keeping(() -> writer.append(batch));
    if (appended.added() > 0) {
      observeDelays(source, normalised, readAt);
    }
    sayRejected(source, normalised.rejections());
    IngestResult result =
        new IngestResult(
            appended.added(),
            appended.unchanged(),
            appended.restated(),
            appended.expired(),
            normalised.rejections().size());
    count(source, result);
    return result;
  }

  /**
   * Keeps the vendor's names for ids.
   *
   * @throws NotKeptException when they were not kept
   */
  public void keepNames(String provider, Dimension dimension, Map<String, String> names) {
    keeping(
        () -> {
          writer.putNames(provider, dimension, names);
          return true;
        });
  }

  /**
   * Keeps what is left of a provider's prepaid credit, and says when it was topped up.
   *
   * @throws NotKeptException when it was not kept
   */
  public void keepBalances(String provider, List<ReportedBalance> balances, Instant readAt) {
    if (balances.isEmpty()) {
      return;
    }
    List<BalanceLevel> before = keeping(() -> writer.putBalances(provider, balances, readAt));
    for (ReportedBalance now : balances) {
      before.stream()
          .filter(level -> level.follows(new BalanceLevel(provider, now, readAt, readAt)))
          .filter(level -> level.balance().left().compareTo(now.left()) < 0)
          .forEach(
              level ->
                  log.info(
                      "A balance rose, which is taken for a top-up. provider={} part={} by={}",
                      provider,
                      now.part(),
                      now.left().minus(level.balance().left())));
    }
  }

  /**
   * Spend of a window, inferred from how a provider's balance fell.
   *
   * @throws NotKeptException when the ledger cannot be read
   */
  public List<ReportedBucket> balanceFalls(String provider, ChargePeriod window) {
    try {
      return BalanceFalls.of(reader.balances(provider, window.start()), window);
    } catch (LedgerException e) {
      throw new NotKeptException(e);
    }
  }

  private <T> T keeping(Supplier<T> write) {
    long begun = System.nanoTime();
    try {
      T result = write.get();
      telemetry.ledgerWritten(Duration.ofNanos(System.nanoTime() - begun));
      return result;
    } catch (LedgerException e) {
      telemetry.ledgerWriteFailed();
      throw new NotKeptException(e);
    }
  }

  private static Batch batch(
      Source source, ChargePeriod window, Normalised normalised, Instant readAt) {
    List<Batch.Bucket> buckets =
        normalised.buckets().stream()
            .map(
                bucket ->
                    new Batch.Bucket(
                        bucket.part(), bucket.period(), bucket.complete(), bucket.records()))
            .toList();
    return new Batch(source.name(), window, buckets, readAt);
  }

  /** How long after their end periods became known. */
  private void observeDelays(Source source, Normalised normalised, Instant readAt) {
    normalised.buckets().stream()
        .filter(bucket -> !bucket.records().isEmpty())
        .map(bucket -> Duration.between(bucket.period().end(), readAt))
        .filter(delay -> !delay.isNegative())
        .forEach(delay -> telemetry.knownAfter(source.name(), delay));
  }

  private void sayRejected(Source source, List<Rejection> rejections) {
    rejections.stream()
        .limit(LOGGED_REJECTIONS)
        .forEach(
            rejection -> log.warn("A row was rejected. source={} {}", source.name(), rejection));
    if (rejections.size() > LOGGED_REJECTIONS) {
      log.warn(
          "More rows were rejected. source={} count={}",
          source.name(),
          rejections.size() - LOGGED_REJECTIONS);
    }
  }

  private void count(Source source, IngestResult result) {
    telemetry.ingested(source.name(), "new", result.added());
    telemetry.ingested(source.name(), "unchanged", result.unchanged());
    telemetry.ingested(source.name(), "restated", result.restated());
    telemetry.ingested(source.name(), "expired", result.expired());
    telemetry.ingested(source.name(), "rejected", result.rejected());
  }
}
