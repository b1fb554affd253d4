// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.OtlpConfig;
import aispend.testing.Mutants;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent, it is answered as the sender's error or taken, and what was taken is in the
 * ledger once.
 */
final class DamagedRequestsTest extends OtlpKit {
  private static final Pattern ACCEPTED = Pattern.compile("\"accepted\" ?: ?(\\d+)");
  private static final Pattern QUERY = Pattern.compile("[?&=]");

  private static String corpus(String name) throws IOException {
    try (InputStream in = DamagedRequestsTest.class.getResourceAsStream("/fuzz/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void damagedEvents_areTakenOrNamedAndCountedOnce() throws Exception {
    List<String> seeds = Mutants.lines(corpus("events.ndjson"));
    Mutants mutants = Mutants.ofTexts(seeds);
    long accepted = 0;
    for (int i = 0; i < Mutants.tries(1_500); i++) {
      byte[] body = i < seeds.size() ? seeds.get(i).getBytes(UTF_8) : mutants.next();
      String type = mutants.below(3) == 0 ? "application/x-ndjson" : "application/json";
      HttpResponse<byte[]> answer = post("/api/events", body, type);
      assertThat(answer.statusCode()).as(new String(body, UTF_8)).isIn(200, 207, 400, 413, 422);
      Matcher taken = ACCEPTED.matcher(new String(answer.body(), UTF_8));
      accepted += taken.find() ? Long.parseLong(taken.group(1)) : 0;
    }

    assertThat(accepted).isGreaterThan(5);
    assertThat(metric("aispend_events_total{outcome=\"accepted\"")).isEqualTo((double) accepted);
    assertStillWell();
  }

  @Test
  void damagedSpans_areTakenOrNamed() throws Exception {
    otlp(
        OtlpSpansKit.TRACES,
        List.of(
            OtlpSpansKit.request("a", OtlpSpansKit.span(1).build()).toByteArray(),
            OtlpSpansKit.request("b", OtlpSpansKit.span(2).build(), OtlpSpansKit.span(3).build())
                .toByteArray()),
        List.of(OtlpSpansKit.JSON_SPAN));
  }

  @Test
  void damagedMetrics_areTakenOrNamed() throws Exception {
    daemon.otlpConfig =
        new OtlpConfig(true, OtlpConfig.Signal.METRICS, OtlpConfig.ClaudeCodeCost.TOLD);
    List<byte[]> seeds = new ArrayList<>();
    for (var temporality : List.of(OtlpMetricsKit.DELTA, OtlpMetricsKit.RUNNING)) {
      seeds.add(
          OtlpMetricsKit.request(
                  OtlpMetricsKit.histogram(
                      temporality,
                      OtlpMetricsKit.point("input", 2, 300, "12:30:00", "12:31:00"),
                      OtlpMetricsKit.point("output", 2, 30, "12:30:00", "12:31:00")))
              .toByteArray());
    }
    otlp(OtlpMetricsKit.METRICS, seeds, Mutants.lines(corpus("metrics.json")));
  }

  private void otlp(String path, List<byte[]> packed, List<String> texts) throws Exception {
    Mutants binary = new Mutants(packed);
    Mutants json = Mutants.ofTexts(texts);
    for (int i = 0; i < Mutants.tries(1_000); i++) {
      boolean text = json.below(2) == 0;
      byte[] body = text ? json.next() : binary.next();
      HttpResponse<byte[]> answer = post(path, body, text ? "application/json" : PROTOBUF);
      assertThat(answer.statusCode()).as(new String(body, UTF_8)).isIn(200, 400, 413);
    }
    assertStillWell();
  }

  @Test
  void damagedQueries_areAnsweredOrNamed() throws Exception {
    post(
        "/api/events",
        Mutants.lines(corpus("events.ndjson")).get(0).getBytes(UTF_8),
        "application/json");
    Mutants mutants = Mutants.ofTexts(Mutants.lines(corpus("queries.txt")));
    for (int i = 0; i < Mutants.tries(1_500); i++) {
      String path = sendable(mutants.nextText());
      assertThat(daemon.get(path).statusCode()).as(path).isIn(200, 400, 404, 405);
    }
    assertStillWell();
  }

  /** The characters that may not stand in a request's line are sent as a browser would. */
  private static String sendable(String path) {
    StringBuilder encoded = new StringBuilder("/");
    for (byte unit : path.replaceFirst("^/+", "").getBytes(UTF_8)) {
      char c = (char) (unit & 0xff);
      boolean plain =
          (c < 128 && Character.isLetterOrDigit(c))
              || QUERY.matcher(String.valueOf(c)).matches()
              || "/-._~".indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : "%%%02x".formatted((int) c));
    }
    return encoded.toString();
  }

  private void assertStillWell() throws Exception {
    assertThat(daemon.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(daemon.get("/").statusCode()).isEqualTo(200);
    assertThat(daemon.get("/metrics").body().lines())
        .filteredOn(line -> line.startsWith("aispend_scrape_errors_total{"))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" 0.0") || line.endsWith(" 0"));
  }

  private double metric(String name) throws Exception {
    return daemon
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
