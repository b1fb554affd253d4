// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.http.CapturedLog;
import aispend.ingest.EventIngest;
import aispend.ledger.LedgerException;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KnownProvidersTest {
  private static final PriceBook PRICES = PriceBook.bundled();

  @Test
  void providersOfTheLedger_takeTheirPlacesBeforeNewOnes() {
    KnownProviders known = known(named(EventIngest.MOST_PROVIDERS - 1));

    assertThat(known.apply("new")).isNotNull();
    assertThat(known.apply("newer")).as("the 201st").isNull();
    for (String provider : named(EventIngest.MOST_PROVIDERS - 1)) {
      assertThat(known.apply(provider)).as(provider).isNotNull();
    }
    assertThat(known.apply("new")).isNotNull();
  }

  @Test
  void fullLedger_letsNoNewOneIn() {
    KnownProviders known = known(named(EventIngest.MOST_PROVIDERS));

    assertThat(known.apply("new")).isNull();
    assertThat(known.apply("p0")).isNotNull();
  }

  @Test
  void ledgerThatIsAway_isSaidAndStopsNothing() {
    try (CapturedLog log = new CapturedLog()) {
      KnownProviders known =
          new KnownProviders(
              KnownProvidersTest::normaliser,
              () -> {
                throw new LedgerException("cannot read the sources", null);
              });

      assertThat(known.apply("new")).isNotNull();

      assertThat(log.lines()).anyMatch(line -> line.contains("cannot read the sources"));
    }
  }

  private static KnownProviders known(Set<String> kept) {
    return new KnownProviders(KnownProvidersTest::normaliser, () -> kept);
  }

  private static Set<String> named(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i).collect(Collectors.toSet());
  }

  private static Normaliser normaliser(String provider) {
    return new Normaliser(provider, provider, PRICES, CurrencyRates.NONE);
  }
}
