// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.ReportedBucket;
import aispend.model.ReportedUsage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files written by pyarrow 26, two rows a row group: 1.25 + 0.75, 0.25, a credit, a machine. */
final class ParquetTest extends FocusKit {
  private static byte[] golden(String name) throws IOException {
    try (InputStream in = ParquetTest.class.getResourceAsStream("/focus/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static List<String> told(List<ReportedBucket> buckets, Dimension dimension) {
    return buckets.stream()
        .flatMap(bucket -> bucket.rows().stream().map(row -> text(bucket, row, dimension)))
        .toList();
  }

  private static String text(ReportedBucket bucket, ReportedUsage row, Dimension dimension) {
    return bucket.period().start()
        + " "
        + row.dimensions().get(dimension)
        + " "
        + Objects.requireNonNull(row.cost()).amount();
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy.parquet", "zstd.parquet", "gzip.parquet", "old_times.parquet"})
  void file_saysWhatItsRowsSay(String name) throws Exception {
    write(name, golden(name), "2026-11-22T11:00:00Z");

    assertThat(told(november(provider(), 1, 30), Dimension.OPERATION))
        .containsExactly(
            "2026-11-20T00:00 Azure OpenAI 2.0000000000",
            "2026-11-20T00:00 Amazon Bedrock 0.2500000000",
            "2026-11-21T00:00 Azure OpenAI -0.5000000000");
  }

  @Test
  void mapsAndBinaryFloats_areRead() throws Exception {
    write("a.parquet", golden("zstd.parquet"), "2026-11-22T11:00:00Z");

    assertThat(
            told(
                november(provider(Map.of("cost", "EffectiveCost", "team", "Tags.team")), 20, 21),
                Dimension.TEAM))
        .containsExactly("2026-11-20T00:00 web 1.6", "2026-11-20T00:00  0.2");
  }

  @Test
  void cutOffFile_isNamedAndSaysNothing() throws Exception {
    byte[] whole = golden("snappy.parquet");
    write("a.parquet", Arrays.copyOf(whole, whole.length - 100), "2026-11-22T11:00:00Z");

    assertThat(november(provider(), 20, 22))
        .flatExtracting(ReportedBucket::rows)
        .extracting(ReportedUsage::units)
        .containsExactly(Map.of("a.parquet", "unreadable: it does not end as a Parquet file does"));
  }

  @Test
  void fileThatIsBrokenInside_isNamedAndSaysNothing() throws Exception {
    byte[] broken = golden("snappy.parquet");
    Arrays.fill(broken, 4, 400, (byte) 0x55);
    write("a.parquet", broken, "2026-11-22T11:00:00Z");

    assertThat(november(provider(), 20, 22))
        .flatExtracting(ReportedBucket::rows)
        .flatExtracting(row -> row.units().keySet())
        .containsExactly("a.parquet");
  }
}
