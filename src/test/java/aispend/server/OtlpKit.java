// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.config.OtlpConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Message;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that exporters send to. The clock stands at 12:34:56. */
abstract class OtlpKit {
  static final String PROTOBUF = "application/x-protobuf";
  static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  Daemon daemon;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    daemon = new Daemon(folder);
    daemon.start(new ServerSettings("127.0.0.1", 0, 4 << 20, null, List.of()), false);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  /** Stops the daemon and starts another one over the same ledger. */
  void restart() throws IOException {
    OtlpConfig config = daemon.otlpConfig;
    daemon.close();
    start();
    daemon.otlpConfig = config;
  }

  HttpResponse<byte[]> post(String path, byte[] body, String mediaType, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.server().port() + path))
            .header("Content-Type", mediaType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> post(String path, Message message) throws Exception {
    return post(path, message.toByteArray(), PROTOBUF);
  }

  HttpResponse<byte[]> postJson(String path, String json) throws Exception {
    return post(path, json.getBytes(StandardCharsets.UTF_8), "application/json");
  }

  /** Status and body. */
  static String text(HttpResponse<byte[]> response) {
    return response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8);
  }

  JsonNode get(String path) throws Exception {
    return JSON.readTree(daemon.get(path).body());
  }

  /** What OTLP told of all spend. */
  String cost() throws Exception {
    return get("/api/costs/summary?source=otlp").at("/cost_usd").asText();
  }

  /** The samples of a metric that have a text in them, without its name. */
  List<String> samples(String metric, String part) throws Exception {
    return daemon
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric + "{") && line.contains(part))
        .map(line -> line.substring(metric.length()))
        .toList();
  }

  /** Tokens of a type that OTLP told of. */
  String tokens(String type) throws Exception {
    List<String> values =
        samples("aispend_source_tokens_total", "source=\"otlp\"").stream()
            .filter(line -> line.contains("type=\"" + type + "\""))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .toList();
    return values.isEmpty() ? "0" : String.join("+", values);
  }

  /** How many spans or points ended so. */
  int items(String signal, String outcome) throws Exception {
    String line =
        samples("aispend_otlp_items_total", "signal=\"" + signal + "\",outcome=\"" + outcome + "\"")
            .get(0);
    return (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  static long nanos(String time) {
    Instant at = Instant.parse("2026-11-21T" + time + "Z");
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  /** Attributes from keys and values in turn. */
  static List<KeyValue> attributes(Object... pairs) {
    List<KeyValue> attributes = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      AnyValue.Builder value = AnyValue.newBuilder();
      if (pairs[i + 1] instanceof Integer number) {
        value.setIntValue(number);
      } else if (pairs[i + 1] instanceof Double number) {
        value.setDoubleValue(number);
      } else {
        value.setStringValue(pairs[i + 1].toString());
      }
      attributes.add(KeyValue.newBuilder().setKey(pairs[i].toString()).setValue(value).build());
    }
    return attributes;
  }
}
