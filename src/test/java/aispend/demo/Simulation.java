// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A running demo vendor with its clock standing still, and a caller with good keys. */
final class Simulation implements AutoCloseable {
  /** A Wednesday, ten past nine. */
  static final Instant NOW = Instant.parse("2026-11-18T09:10:30Z");

  private final DemoVendor vendor;
  private final HttpClient client = HttpClient.newHttpClient();

  Simulation(DemoOptions options) {
    vendor = new DemoVendor(options, Clock.fixed(NOW, ZoneOffset.UTC));
    vendor.start("127.0.0.1", 0);
  }

  static Simulation ofDays(int days) {
    return new Simulation(DemoOptions.DEFAULT.withDays(days).withoutFaults());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + vendor.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  /** A request with the keys of both vendors. */
  HttpRequest.Builder signed(String path) {
    return request(path.replace("[]", "%5B%5D"))
        .header("authorization", "Bearer sk-admin-demo")
        .header("x-api-key", "sk-ant-admin01-demo")
        .header("anthropic-version", "2023-06-01");
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return send(signed(path));
  }

  /** The body of an answer that must be 200. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = ask(path);
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    return Json.MAPPER.readTree(response.body());
  }

  JsonNode order(String path) throws IOException, InterruptedException {
    return order(path, "");
  }

  JsonNode order(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    return Json.MAPPER.readTree(response.body());
  }

  /** The buckets of all pages. */
  List<JsonNode> buckets(String path) throws IOException, InterruptedException {
    List<JsonNode> buckets = new ArrayList<>();
    JsonNode page = get(path);
    page.path("data").forEach(buckets::add);
    while (page.path("has_more").asBoolean()) {
      page = get(path + "&page=" + page.path("next_page").asText());
      page.path("data").forEach(buckets::add);
    }
    return buckets;
  }

  /** The rows of all buckets of all pages. */
  List<JsonNode> rows(String path) throws IOException, InterruptedException {
    List<JsonNode> rows = new ArrayList<>();
    buckets(path).forEach(bucket -> bucket.path("results").forEach(rows::add));
    return rows;
  }

  static long sum(List<JsonNode> rows, String field) {
    return rows.stream().mapToLong(row -> row.at("/" + field).asLong()).sum();
  }

  /** Exact, whether written as number or as text. */
  static BigDecimal decimalSum(List<JsonNode> rows, String field) {
    return rows.stream()
        .map(row -> new BigDecimal(row.at("/" + field).asText()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static List<String> fieldNames(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Override
  public void close() {
    vendor.close();
  }
}
