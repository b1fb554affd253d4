// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.RefusedPrice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/prices.md} says where each bundled price is from, and its date. */
class PricesDocumentationTest {
  private final List<ListedPrice> bundled = PriceBook.bundled().list();

  @Test
  void everyBundledPrice_saysItsSourceAndTheDayItWasRead() {
    assertThat(bundled).hasSizeGreaterThan(100);
    assertThat(bundled)
        .allSatisfy(
            price -> {
              assertThat(price.origin().kind()).isEqualTo(PriceOrigin.Kind.BUNDLED);
              assertThat(price.origin().source()).isNotBlank().doesNotStartWith("prices/");
              assertThat(price.origin().read()).isAfter(LocalDate.parse("2026-01-01"));
            });
  }

  @Test
  void document_hasARowForEachFileWithItsSourceAndDay() throws IOException {
    List<String> rows =
        bundled.stream()
            .map(
                price ->
                    "| `src/main/resources/prices/%1$s.json` | %1$s | %2$s | %3$s |"
                        .formatted(price.vendor(), price.origin().source(), price.origin().read()))
            .distinct()
            .toList();

    assertThat(documented("| `src/main/resources/prices/"))
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  @Test
  void document_namesEachReasonToRefuseAPrice() throws IOException {
    String document = Files.readString(Path.of("docs/prices.md"));

    assertThat(Arrays.stream(RefusedPrice.Reason.values()).map(reason -> "`" + reason.code() + "`"))
        .allSatisfy(reason -> assertThat(document).contains(reason));
  }

  private static List<String> documented(String start) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("docs/prices.md"))) {
      return lines.filter(line -> line.startsWith(start)).toList();
    }
  }
}
