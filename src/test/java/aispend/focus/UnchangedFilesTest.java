// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ReportedBucket;
import aispend.provider.Provider;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A file that did not change is not read again once the ledger has what it says. That it is not is
 * seen by writing other bytes behind its back: of the same length and with the same time.
 */
final class UnchangedFilesTest extends FocusKit {
  private Provider provider;

  @BeforeEach
  void readOnce() throws Exception {
    provider = provider();
    write("a.csv", bill("2026-11-03 1", "2026-11-05 2"));
    assertThat(said(1, 10)).containsExactly("03 1", "05 2");
  }

  private void behindItsBack() throws Exception {
    write("a.csv", bill("2026-11-03 8", "2026-11-05 9"));
  }

  private List<String> said(int from, int to) throws Exception {
    return november(provider, from, to).stream()
        .filter(bucket -> !bucket.rows().isEmpty())
        .map(UnchangedFilesTest::text)
        .toList();
  }

  private static String text(ReportedBucket bucket) {
    return bucket.period().start().toString().substring(8, 10)
        + " "
        + Objects.requireNonNull(bucket.rows().get(0).cost()).amount();
  }

  private void keep(int from, int to) {
    provider.kept(provider.sources().get(0), november(from, to));
  }

  @Test
  void whatTheLedgerHas_isNotReadAgain() throws Exception {
    keep(1, 10);
    behindItsBack();

    assertThat(november(provider, 1, 10)).isEmpty();
    assertThat(november(provider, 2, 9)).isEmpty();
  }

  @Test
  void whatCouldNotBeKept_isReadAgain() throws Exception {
    assertThat(said(1, 10)).containsExactly("03 1", "05 2");

    keep(1, 10);
    write("a.csv", bill("2026-11-03 4", "2026-11-05 2"), "2026-11-22T11:30:00Z");
    assertThat(said(1, 10)).containsExactly("03 4", "05 2");
    assertThat(said(1, 10)).as("the change was not kept").containsExactly("03 4", "05 2");
  }

  @Test
  void changedFile_isReadAgain() throws Exception {
    keep(1, 10);

    write("a.csv", bill("2026-11-03 1", "2026-11-05 3"), "2026-11-22T11:30:00Z");
    assertThat(said(1, 10)).containsExactly("03 1", "05 3");
    keep(1, 10);

    assertThat(november(provider, 1, 10)).isEmpty();
  }

  @Test
  void laterDays_areReadByThemselves() throws Exception {
    keep(1, 10);

    behindItsBack();
    assertThat(november(provider, 1, 12)).as("the file ends on the 5th").isEmpty();
    keep(1, 12);
    assertThat(november(provider, 1, 12)).isEmpty();
    write("b.csv", bill("2026-11-11 7"), "2026-11-22T11:30:00Z");

    assertThat(said(1, 12)).as("both count together").containsExactly("03 8", "05 9", "11 7");
  }

  @Test
  void earlierDays_areRead() throws Exception {
    provider = provider();
    assertThat(said(4, 10)).containsExactly("05 2");
    keep(4, 10);

    assertThat(said(1, 10)).containsExactly("03 1", "05 2");
    keep(1, 10);

    assertThat(november(provider, 1, 10)).isEmpty();
  }

  @Test
  void vanishedFile_letsTheOthersSayAllAnew() throws Exception {
    write("b.csv", bill("2026-11-03 4"));
    assertThat(said(1, 10)).containsExactly("03 5", "05 2");
    keep(1, 10);

    Files.delete(bills().resolve("b.csv"));

    assertThat(said(1, 10)).containsExactly("03 1", "05 2");
  }

  @Test
  void fileWithABadRowThatVanished_takesItsGoodRowsAlong() throws Exception {
    keep(1, 10);
    write("b.csv", bill("2026-11-03 4", "2026-11-04 many"));
    assertThat(november(provider, 1, 10)).isNotEmpty();
    keep(1, 10);

    Files.delete(bills().resolve("b.csv"));

    assertThat(said(1, 10)).as("as before, yet not as kept").containsExactly("03 1", "05 2");
  }

  @Test
  void fileWithABadRow_isNamedAtEachPoll() throws Exception {
    write("b.csv", bill("2026-11-03 4", "2026-11-04 many"));
    assertThat(november(provider, 1, 5)).isNotEmpty();
    keep(1, 5);

    assertThat(november(provider, 1, 5)).as("read again").isNotEmpty();
  }
}
