// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.PricesConfig;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.ledger.SqlLedger;
import aispend.model.ProviderException;
import aispend.model.RefusedPrice;
import aispend.pricing.PriceFileException;
import aispend.pricing.PriceMap;
import aispend.telemetry.PriceTelemetry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configured price map now and then, and says when it did. What cannot be read leaves the
 * prices as they are. Started and closed once.
 */
final class PriceRefresh implements LedWork.Shift {
  private static final Logger log = LoggerFactory.getLogger(PriceRefresh.class);

  /** For messages and the metric label of its calls. */
  private static final String NAME = "price-map";

  private static final int NAMED = 3;
  private static final long MAX_FILE_BYTES = 64L * 1024 * 1024;
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final PricesConfig config;
  private final SqlLedger ledger;
  private final OutgoingHttp http;
  private final PriceTelemetry telemetry;
  private final Clock clock;
  private final Runnable learned;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "price-refresh");
            made.setDaemon(true);
            return made;
          });

  /**
   * Prepares.
   *
   * @param learned is told after each reading; must not wait for this to be closed
   */
  PriceRefresh(
      PricesConfig config,
      SqlLedger ledger,
      OutgoingHttp http,
      PriceTelemetry telemetry,
      Clock clock,
      Runnable learned) {
    this.config = config;
    this.ledger = ledger;
    this.http = http;
    this.telemetry = telemetry;
    this.clock = clock;
    this.learned = learned;
    telemetry.reasons(
        Arrays.stream(RefusedPrice.Reason.values()).map(RefusedPrice.Reason::code).toList());
  }

  /** Reads at once where the last reading is too long ago, and then again and again. */
  @SuppressWarnings("FutureReturnValueIgnored") // a reading throws nothing
  @Override
  public void start() {
    config
        .refreshUrl()
        .ifPresent(
            place -> {
              Duration first =
                  ledger.learnedPrices().lastRead().map(this::rest).orElse(Duration.ZERO);
              ledger.learnedPrices().lastRead().ifPresent(telemetry::lastRead);
              thread.scheduleWithFixedDelay(
                  () -> read(place),
                  first.toMillis(),
                  config.refreshEvery().toMillis(),
                  TimeUnit.MILLISECONDS);
            });
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration rest(Instant lastRead) {
    Duration rest = Duration.between(clock.instant(), lastRead.plus(config.refreshEvery()));
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private void read(URI place) {
    try {
      take(place);
    } catch (ProviderException | IOException | RuntimeException e) {
      failed("unavailable", place, e);
    } catch (PriceFileException e) {
      failed("bad_response", place, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(URI place)
      throws ProviderException, IOException, PriceFileException, InterruptedException {
    PriceMap map = map(place);
    Instant now = clock.instant();
    PriceImport prices = new PriceImport(ledger);
    PriceMap.Outcome outcome = prices.compare(map, LocalDate.ofInstant(now, ZoneOffset.UTC));
    prices.keep(outcome, place.toString(), now);
    telemetry.read(now, outcome.accepted().size());
    outcome.refused().forEach(refused -> telemetry.refused(refused.reason().code()));
    log.info(
        "The price map was read. place={} accepted={} unchanged={} refused={}",
        place,
        outcome.accepted().size(),
        outcome.unchanged(),
        outcome.refused().size());
    outcome.refused().stream()
        .limit(NAMED)
        .forEach(
            refused ->
                log.warn(
                    "A price was not believed; the old one stays. vendor={} model={} reason={} {}",
                    refused.vendor(),
                    refused.model(),
                    refused.reason().code(),
                    refused.detail()));
    tell();
  }

  /**
   * Told whatever the reading brought: the prices of an earlier one are kept, and a listener that
   * failed or was closed meanwhile does not know them.
   */
  private void tell() {
    try {
      learned.run();
    } catch (RuntimeException e) {
      log.warn("Learned prices are kept and not yet in force; the next reading tries again.", e);
    }
  }

  private PriceMap map(URI place)
      throws ProviderException, IOException, PriceFileException, InterruptedException {
    return "file".equals(place.getScheme())
        ? file(Path.of(place))
        : PriceMap.of(place.toString(), http.document(NAME, place, HttpSettings.DEFAULTS));
  }

  /** Reads a file. */
  static PriceMap file(Path file) throws IOException, PriceFileException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IOException(file + " has more than " + MAX_FILE_BYTES + " bytes");
    }
    return PriceMap.read(file.toString(), Files.readAllBytes(file));
  }

  private void failed(String outcome, URI place, Exception e) {
    telemetry.failed(outcome);
    log.warn(
        "The price map was not read; the prices stay. place={} outcome={} cause={}",
        place,
        outcome,
        Objects.requireNonNullElse(e.getMessage(), e.toString()));
  }
}
