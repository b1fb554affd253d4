// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.store.StoredFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which files one run of an export delivered, as the cloud writes it beside them:
 *
 * <pre>{@code
 * {"runInfo":{"submittedTime":"2026-11-20T05:12:00Z","startDate":"2026-11-01T00:00:00",
 *    "endDate":"2026-11-30T00:00:00"},
 *  "blobs":[{"blobName":"focus/20261101-20261130/6f1c/part_0_0001.csv.gz","byteCount":5876}]}
 * {"dataFiles":["s3://bucket/focus/data/BILLING_PERIOD=2026-11/focus-00001.csv.gz"]}
 * }</pre>
 *
 * The first is Azure's, the second AWS's ({@code reportKeys} in its older reports). Other fields,
 * and manifests that name no files, are left alone.
 *
 * @param files names without folders; the length where it is told
 * @param at when the run began; null when it does not say
 * @param period the days exported; null when it does not say
 */
record Manifest(
    Map<String, OptionalLong> files, @Nullable Instant at, @Nullable ChargePeriod period) {
  private static final int MAX_BYTES = 4_000_000;

  Manifest {
    files = Map.copyOf(files);
  }

  /** Whether every file it names is there in its full length. */
  boolean isDelivered(Map<String, StoredFile> byName) {
    return files.entrySet().stream()
        .allMatch(
            named -> {
              StoredFile file = byName.get(named.getKey());
              return file != null
                  && (named.getValue().isEmpty() || named.getValue().getAsLong() == file.bytes());
            });
  }

  /** Whether it tells how long each file is, so that files are whole without waiting. */
  boolean tellsLengths() {
    return files.values().stream().allMatch(OptionalLong::isPresent);
  }

  /**
   * Reads one.
   *
   * @throws IOException when it cannot be read or is no JSON, as while it is written
   */
  static Manifest read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("the manifest is longer than " + MAX_BYTES + " bytes");
    }
    try {
      JsonNode json = Json.read(new String(bytes, StandardCharsets.UTF_8));
      return new Manifest(
          files(json), instant(json.path("runInfo").path("submittedTime")), period(json));
    } catch (JsonProcessingException e) {
      throw new IOException("the manifest is no JSON", e);
    }
  }

  private static Map<String, OptionalLong> files(JsonNode json) {
    Map<String, OptionalLong> files = new TreeMap<>();
    for (JsonNode blob : json.path("blobs")) {
      JsonNode bytes = blob.path("byteCount");
      files.put(
          name(blob.path("blobName").asText()),
          bytes.canConvertToLong() ? OptionalLong.of(bytes.longValue()) : OptionalLong.empty());
    }
    for (String list : List.of("dataFiles", "reportKeys")) {
      json.path(list).forEach(each -> files.put(name(each.asText()), OptionalLong.empty()));
    }
    return files;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static @Nullable ChargePeriod period(JsonNode json) {
    LocalDate start = day(json.path("runInfo").path("startDate"));
    LocalDate last = day(json.path("runInfo").path("endDate"));
    return start == null || last == null || last.isBefore(start)
        ? null
        : Place.days(start, last.plusDays(1));
  }

  private static @Nullable LocalDate day(JsonNode text) {
    Instant at = instant(text);
    return at == null ? null : LocalDate.ofInstant(at, java.time.ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(JsonNode text) {
    try {
      return text.isTextual() ? FocusTime.parse(text.textValue()) : null;
    } catch (DateTimeException noTime) {
      return null;
    }
  }
}
