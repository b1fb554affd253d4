// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterFamily;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.ReportedLimit;
import aispend.telemetry.PushTelemetry;
import aispend.telemetry.ReplicaTelemetry;
import aispend.telemetry.StreamReading;
import aispend.telemetry.Telemetry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes every metric have a sample, and says what is shown of each. */
final class EveryMetric {
  private EveryMetric() {}

  /** Name, type, label names and help of each of our metrics that has a sample. */
  static Set<String> described(Scrape scrape) {
    Set<String> described = new TreeSet<>();
    scrape
        .types()
        .forEach(
            (name, type) -> {
              String sample = type.equals("histogram") ? name + "_count" : name;
              Map<String, Double> series = scrape.metric(sample);
              if (name.startsWith("aispend_") && !series.isEmpty()) {
                String help = scrape.text().split("# HELP " + name + " ", 2)[1].split("\n", 2)[0];
                String first = series.keySet().iterator().next();
                described.add(name + " " + type + " " + labelNames(first) + " " + help);
              }
            });
    return described;
  }

  private static List<StreamReading> streamReadings() {
    return List.of(
        new StreamReading(StreamReading.Family.EVENTS, List.of("0", "accepted"), 1),
        new StreamReading(StreamReading.Family.COST, List.of("0", "p"), 1),
        new StreamReading(StreamReading.Family.LAG, List.of("0"), 1),
        new StreamReading(StreamReading.Family.TOTALS_LAG, List.of("0"), 1),
        new StreamReading(StreamReading.Family.STATE, List.of("running"), 1),
        new StreamReading(StreamReading.Family.RESTORING, List.of(), 0));
  }

  private static Set<String> labelNames(String series) {
    Set<String> names = new TreeSet<>();
    int brace = series.indexOf('{');
    if (brace >= 0) {
      for (String label : series.substring(brace + 1, series.length() - 1).split(",", -1)) {
        names.add(label.substring(0, label.indexOf('=')));
      }
    }
    return names;
  }

  /** A total of each family. */
  static void addTo(FixedLedger ledger, List<Dimension> labels) {
    Catalogue catalogue = new Catalogue(labels);
    for (CounterFamily family : CounterFamily.values()) {
      ledger.total(
          family,
          "1",
          "2026-11-01T00:00:00Z",
          catalogue.of(family).labels().toArray(String[]::new));
    }
  }

  /** Counts something of everything. */
  static void use(Telemetry telemetry, Instant now) {
    new ReplicaTelemetry(telemetry.registry());
    telemetry.sourceAnnounced("s", "p", List.of("success"));
    telemetry.polled("s", "p", "success", Duration.ofSeconds(1));
    telemetry.pollSucceeded("s", "p", now);
    telemetry.pollInterval("s", "p", Duration.ofMinutes(15));
    telemetry.pollNext("s", "p", now);
    telemetry.providerState("p", true, true);
    telemetry.asking().answered("p", 200);
    telemetry.asking().quotaLeft("p", "requests", BigDecimal.ONE);
    telemetry.asking().called("p");
    telemetry.asking().polled("p", "p:usage", 1);
    telemetry.asking().paced("p", Duration.ofSeconds(1));
    telemetry.asking().paidCalls("p", 1);
    Money dollar = Money.usd("1");
    telemetry
        .limits()
        .told("p", List.of(new ReportedLimit("key", "k", "ci", "30d", dollar, dollar)), now);
    telemetry.prices().refused("zero");
    telemetry.ingested("s", "new", 1);
    telemetry.knownAfter("s", Duration.ofMinutes(5));
    telemetry.ledgerWritten(Duration.ofMillis(5));
    telemetry.configurationRead(now);
    telemetry.build("1", "abc", "17");
    telemetry.demo(true);
    telemetry.callTook("p", "m", Duration.ofMillis(900));
    telemetry.firstTokenTook("p", "m", Duration.ofMillis(90));
    telemetry.eventUnpriced("p");
    telemetry.proxy().called("p", 200);
    telemetry.proxy().withoutUsage("p");
    PushTelemetry push = telemetry.push();
    push.requested("ok");
    push.settled("sent", 1);
    push.pending(1);
    push.succeeded(now);
    push.expected("p", "7d", 1);
    telemetry.meters(List.of("m")).posted("m", "sent");
    telemetry.kafka().observe(EveryMetric::streamReadings);
  }
}
