// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.model.Source;
import java.time.Duration;
import java.util.List;

/**
 * What each source is and how far it has been read. A source not yet read has no instants. Sources
 * of applications, which all listen alike, are left out beyond a bound.
 */
final class SourceFamilies implements FamilySource {
  private final LedgerReader ledger;
  private final int mostSent;

  SourceFamilies(LedgerReader ledger, MetricsSettings settings) {
    this.ledger = ledger;
    this.mostSent = new SeriesLimits(settings.maxSeries()).sentSources();
  }

  @Override
  public String section() {
    return "sources";
  }

  @Override
  public List<Family> families() {
    Family.Builder info = Family.of(Definitions.SOURCE_INFO);
    Family.Builder watermark = Family.of(Definitions.SOURCE_WATERMARK);
    Family.Builder settled = Family.of(Definitions.SOURCE_SETTLED);
    Family.Builder lag = Family.of(Definitions.SOURCE_EXPECTED_LAG);
    int sent = 0;
    for (SourceState state : ledger.sources()) {
      if (state.source().isSent() && ++sent > mostSent) {
        continue;
      }
      Source source = state.source();
      String name = source.label();
      String provider = source.provider();
      info.add(1, name, provider, source.layer().code(), source.timeliness().code());
      state.watermark().ifPresent(at -> watermark.add(at.getEpochSecond(), name, provider));
      state.settledUntil().ifPresent(at -> settled.add(at.getEpochSecond(), name, provider));
      lag.add(expectedLag(source).toSeconds(), name, provider);
    }
    return List.of(info.build(), watermark.build(), settled.build(), lag.build());
  }

  /**
   * By how much the watermark may trail when all is well: a bucket, or what the source's timeliness
   * promises if that is longer. Twice as much is worth a warning.
   */
  static Duration expectedLag(Source source) {
    Duration promised =
        switch (source.timeliness()) {
          case REALTIME -> Duration.ofMinutes(5);
          case HOURLY -> Duration.ofHours(1);
          case DAILY -> Duration.ofDays(1);
        };
    return source.bucket().compareTo(promised) > 0 ? source.bucket() : promised;
  }
}
