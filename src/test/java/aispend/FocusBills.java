// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.testing.S3Software;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes the simulator's truth about {@code focus-files} as clouds write bills: into a folder as
 * one file that is overwritten, and into an object store as a new run with its manifest.
 */
final class FocusBills {
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);
  private static final String HEADING =
      "BilledCost,BillingCurrency,ChargeCategory,ChargePeriodStart,ServiceName,SubAccountName\n";

  private final Path folder;
  private final S3Software store;
  private final Clock clock;

  FocusBills(Path folder, S3Software store, Clock clock) {
    this.folder = folder;
    this.store = store;
    this.clock = clock;
  }

  /** Both bills, as the truth is now. */
  void write(JsonNode others) throws Exception {
    String csv = csv(others.at("/focus-files/costs/rows"));
    overwrite(csv);
    String run = "focus/20261101-20261130/" + RUN.format(clock.instant()) + "/";
    store.put(run + "part_0.csv", csv);
    store.put(
        run + "manifest.json",
        "{\"blobs\":[{\"blobName\":\"part_0.csv\",\"byteCount\":" + csv.length() + "}]}");
  }

  private void overwrite(String csv) throws IOException {
    Path file = Files.createDirectories(folder).resolve("bill.csv");
    Files.writeString(file, csv);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofMinutes(10))));
  }

  private static String csv(JsonNode rows) {
    StringBuilder csv = new StringBuilder(HEADING);
    for (JsonNode row : rows) {
      csv.append(row.path("amount").asText())
          .append(",USD,Usage,")
          .append(row.path("day").asText())
          .append("T00:00:00Z,Azure OpenAI,")
          .append(row.path("project").asText())
          .append('\n');
    }
    return csv.toString();
  }
}
