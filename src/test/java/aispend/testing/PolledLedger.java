// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import static java.util.stream.Collectors.toMap;

import aispend.config.Schedule;
import aispend.ingest.Ingest;
import aispend.ingest.IngestResult;
import aispend.ledger.SqlLedger;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.poll.Account;
import aispend.poll.Poller;
import aispend.pricing.PriceBook;
import aispend.provider.Provider;
import aispend.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A ledger that is filled by reading a provider, as the daemon reads it. */
public final class PolledLedger implements AutoCloseable {
  private final SqlLedger ledger;
  private final Poller poller;
  private final String name;

  public PolledLedger(Path folder, Provider provider, Clock clock) {
    this.name = provider.name();
    this.ledger =
        SqlLedger.open(
            "jdbc:sqlite:" + folder.resolve("ledger.db"),
            List.of(Dimension.PROVIDER, Dimension.PROJECT));
    Telemetry telemetry = new Telemetry();
    Normaliser normaliser = new Normaliser(name, "nobody", PriceBook.bundled(), CurrencyRates.NONE);
    Account account =
        new Account(
            provider,
            new Ingest(ledger, ledger, normaliser, telemetry),
            new Account.Reading(
                new Schedule.Every(Duration.ofHours(1)), Duration.ofDays(30), Duration.ofDays(1)),
            Set.of(),
            "none");
    this.poller = new Poller(List.of(account), telemetry, clock);
  }

  /** Reads all of the provider's sources from one instant to another. */
  public IngestResult read(String from, String to) throws ProviderException, InterruptedException {
    return poller.backfill(name, period(from, to), (source, windows, of) -> {});
  }

  /** Dollars by a dimension's values, as decimal text; what is unknown is an empty value. */
  public Map<String, String> dollars(Dimension dimension, String from, String to) {
    return ledger.sums(SumQuery.total(period(from, to), dimension)).stream()
        .collect(toMap(row -> row.key().get(dimension), PolledLedger::text));
  }

  /** All dollars of a time; 0 when there are none. */
  public String dollars(String from, String to) {
    Map<String, String> all = new TreeMap<>(dollars(Dimension.PROVIDER, from, to));
    return all.getOrDefault(name, "0");
  }

  public SqlLedger ledger() {
    return ledger;
  }

  private static String text(SumRow row) {
    return row.cost().decimal();
  }

  private static ChargePeriod period(String from, String to) {
    return new ChargePeriod(Instant.parse(from), Instant.parse(to));
  }

  @Override
  public void close() {
    poller.close();
    ledger.close();
  }
}
