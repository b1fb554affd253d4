// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.testing.PolledLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is exported anew replaces what was exported before and is never added to it. */
final class RestatementTest extends FocusKit {
  private static final String FROM = "2026-10-01T00:00:00Z";
  private static final String TO = "2026-12-01T00:00:00Z";

  private PolledLedger ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = ledger();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private String spent() throws Exception {
    ledger.read(FROM, TO);
    return ledger.dollars(FROM, TO);
  }

  @Test
  void overwrittenFile_replacesWhatItSaid() throws Exception {
    write("a.csv", bill("2026-11-20 1", "2026-11-21 2"));
    assertThat(spent()).isEqualTo("3");
    assertThat(spent()).as("read again").isEqualTo("3");

    write("a.csv", bill("2026-11-20 1.5", "2026-11-22 4"), "2026-11-22T11:30:00Z");

    assertThat(spent()).as("the 21st is between and has nothing now").isEqualTo("5.5");
  }

  @Test
  void filesWithoutAPeriod_countTogether() throws Exception {
    write("2026/11/20/1.csv", bill("2026-11-20 1"));
    write("2026/11/21/1.csv", bill("2026-11-20 2", "2026-11-21 4"));

    assertThat(spent()).isEqualTo("7");
  }

  @Test
  void newFolderForEachRun_onlyTheNewestCounts() throws Exception {
    String november = "acme/focus/20261101-20261130/";
    write(november + "202611200500/6f1c/part_0.csv", bill("2026-11-20 1"));
    write(november + "202611200500/6f1c/part_1.csv", bill("2026-11-20 2"));
    write("acme/focus/20261001-20261031/202611010500/aa/part_0.csv", bill("2026-10-05 16"));
    assertThat(spent()).isEqualTo("19");

    write(november + "202611210500/9a3e/part_0.csv", bill("2026-11-20 3.5", "2026-11-21 8"));

    assertThat(spent()).as("16 of October, 3.5 and 8 of the new run").isEqualTo("27.5");
  }

  @Test
  void runsWithoutATimeInTheirName_goByWhenTheyWereWritten() throws Exception {
    write("f/20261101-20261130/ffff/part_0.csv", bill("2026-11-20 1"), "2026-11-20T06:00:00Z");
    write("f/20261101-20261130/0000/part_0.csv", bill("2026-11-20 2"), "2026-11-21T06:00:00Z");

    assertThat(spent()).isEqualTo("2");
  }

  @Test
  void exportsOfTwoScopes_countTogether() throws Exception {
    write("sub-a/focus/20261101-20261130/1/part_0.csv", bill("2026-11-20 1"));
    write("sub-b/focus/20261101-20261130/1/part_0.csv", bill("2026-11-20 2"));

    assertThat(spent()).isEqualTo("3");
  }

  @Test
  void overlappingPeriods_theNewestTellsEachDay() throws Exception {
    write(
        "w/20261115-20261121/1/p.csv",
        bill("2026-11-15 1", "2026-11-21 2"),
        "2026-11-22T05:00:00Z");
    write(
        "w/20261114-20261120/1/p.csv",
        bill("2026-11-14 4", "2026-11-15 8"),
        "2026-11-21T05:00:00Z");

    assertThat(spent()).as("the 14th only the older tells, the 15th both").isEqualTo("7");
  }

  @Test
  void laterPeriodThatCannotBeRead_takesNothingFromTheEarlier() throws Exception {
    write(
        "w/20261114-20261120/1/p.csv",
        bill("2026-11-14 4", "2026-11-15 8"),
        "2026-11-21T05:00:00Z");
    assertThat(spent()).isEqualTo("12");

    write(
        "w/20261115-20261121/1/p.csv",
        bill("2026-11-15 1", "2026-11-21 2").replace("BilledCost", "Lost"),
        "2026-11-22T05:00:00Z");
    assertThat(spent()).as("what was known stays").isEqualTo("12");

    write(
        "w/20261115-20261121/1/p.csv",
        bill("2026-11-15 1", "2026-11-21 2"),
        "2026-11-22T06:00:00Z");
    assertThat(spent()).as("once it can be read").isEqualTo("7");
  }

  @Test
  void monthOfAnother_keepsItsStrayCorrection() throws Exception {
    write("a/data/BILLING_PERIOD=2026-10/x-1.csv.gz", bill("2026-10-31 1"));
    write("a/data/BILLING_PERIOD=2026-11/x-1.csv.gz", bill("2026-11-01 2", "2026-10-31 -0.25"));

    assertThat(spent()).isEqualTo("2.75");
  }

  @Test
  void manifest_tellsWhichFilesCount() throws Exception {
    String folder = "a/data/BILLING_PERIOD=2026-11/";
    write(folder + "x-00001.csv.gz", bill("2026-11-20 1"));
    write(folder + "x-00002.csv.gz", bill("2026-11-20 2"));
    write(
        "a/metadata/BILLING_PERIOD=2026-11/x-Manifest.json",
        "{\"dataFiles\":[\"s3://b/a/data/BILLING_PERIOD=2026-11/x-00001.csv.gz\"]}");

    assertThat(spent()).as("the second is left over from an earlier run").isEqualTo("1");
  }

  @Test
  void manifestThatNamesAFileNotThereYet_leavesTheRunForLater() throws Exception {
    String run = "f/20261101-20261130/202611210500/";
    write("f/20261101-20261130/202611200500/p.csv", bill("2026-11-20 1"));
    assertThat(spent()).isEqualTo("1");
    String part = bill("2026-11-20 2");
    write(run + "p0.csv", part);
    String manifest =
        """
        {"runInfo":{"submittedTime":"2026-11-21T05:00:00.1234567Z"},
         "blobs":[{"blobName":"c/%sp0.csv","byteCount":%d},{"blobName":"c/%sp1.csv","byteCount":%d}]}
        """
            .formatted(run, part.length(), run, part.length());
    write(run + "manifest.json", manifest);
    assertThat(spent()).as("the run before still holds").isEqualTo("1");

    write(run + "p1.csv", part.substring(0, part.length() - 5));
    assertThat(spent()).as("shorter than told").isEqualTo("1");

    write(run + "p1.csv", part, "2026-11-22T11:59:59Z");
    assertThat(spent()).as("whole, however new").isEqualTo("4");
  }

  @Test
  void fileStillBeingWritten_isLeftForLaterWithAllThatCountsTogether() throws Exception {
    write("f/20261101-20261130/p0.csv", bill("2026-11-20 1"));
    write("f/20261101-20261130/p1.csv", bill("2026-11-20 2"));
    assertThat(spent()).isEqualTo("3");

    write("f/20261101-20261130/p1.csv", HEADING + "2026-11-2", "2026-11-22T11:59:30Z");
    assertThat(spent()).as("the first alone would be too little").isEqualTo("3");

    write("f/20261101-20261130/p1.csv", bill("2026-11-20 2.5"), "2026-11-22T11:59:40Z");
    clock.set("2026-11-22T12:00:40Z");
    assertThat(spent()).isEqualTo("3.5");
  }

  @Test
  void laterPeriodStillBeingWritten_takesNothingFromTheEarlier() throws Exception {
    write("w/20261114-20261120/1/p.csv", bill("2026-11-15 8"), "2026-11-21T05:00:00Z");
    assertThat(spent()).isEqualTo("8");

    write("w/20261115-20261121/1/p.csv", bill("2026-11-15 1"), "2026-11-22T11:59:59Z");
    assertThat(spent()).isEqualTo("8");

    clock.set("2026-11-22T12:10:00Z");
    assertThat(spent()).isEqualTo("1");
  }

  @Test
  void cutOffGzip_isNamedAndTakesNothingAway() throws Exception {
    Path file = write("f/20261101-20261130/p.csv.gz", bill("2026-11-20 1"));
    write("f/20261001-20261031/p.csv.gz", bill("2026-10-20 2"));
    assertThat(spent()).isEqualTo("3");

    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));
    Files.setLastModifiedTime(
        file,
        java.nio.file.attribute.FileTime.from(java.time.Instant.parse("2026-11-22T11:30:00Z")));
    write("f/20261001-20261031/p.csv.gz", bill("2026-10-20 2.5"), "2026-11-22T11:30:00Z");

    assertThat(ledger.read(FROM, TO).rejected()).isPositive();
    assertThat(ledger.dollars(FROM, TO)).as("October goes on").isEqualTo("3.5");
  }

  @Test
  void manifestInTheFolderItself_namesThePeriod() throws Exception {
    String part = bill("2026-11-20 1");
    String manifest =
        """
        {"runInfo":{"submittedTime":"2026-11-%s","startDate":"2026-11-01T00:00:00",
         "endDate":"2026-11-30T00:00:00"},"blobs":[{"blobName":"x/p.csv","byteCount":%d}]}
        """;
    write("1111/p.csv", part);
    write("1111/manifest.json", manifest.formatted("21T05:00:00Z", part.length()));
    String newer = bill("2026-11-20 2.25");
    write("0000/p.csv", newer);
    write("0000/manifest.json", manifest.formatted("22T05:00:00Z", newer.length()));

    assertThat(spent()).isEqualTo("2.25");
  }
}
