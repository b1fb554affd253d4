// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.Money;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's own interface under {@code /sim/}: time, knowledge, faults, truth, request
 * counts. Safe for use by several threads.
 */
final class ControlHandler {
  static final String ROOT = "/sim/";

  private static final int LONGEST_SCRIPT = 1 << 16;

  private final Timeline timeline;
  private final Truth truth;
  private final Faults faults;
  private final RequestLog requests;
  private final @Nullable Applications applications;
  private final Runnable knowledgeMoved;

  /**
   * A handler of control requests.
   *
   * @param applications who tell a daemon of their calls; null when there are none
   * @param knowledgeMoved is run after whatever the vendors tell has changed
   */
  ControlHandler(
      Timeline timeline,
      Truth truth,
      Faults faults,
      RequestLog requests,
      @Nullable Applications applications,
      Runnable knowledgeMoved) {
    this.applications = applications;
    this.timeline = timeline;
    this.truth = truth;
    this.faults = faults;
    this.requests = requests;
    this.knowledgeMoved = knowledgeMoved;
  }

  /** Handles a blocking exchange. */
  void handle(HttpServerExchange exchange, Request request) throws IOException {
    String order = exchange.getRequestMethod() + " " + request.path().substring(ROOT.length());
    byte[] script = exchange.getInputStream().readNBytes(LONGEST_SCRIPT);
    int status = 200;
    ObjectNode body;
    try {
      body = answer(order, request, script);
    } catch (Refusal refusal) {
      status = refusal.status();
      body = Json.object().put("error", refusal.text());
    }
    Wire.send(exchange, status, Map.of(), Json.MAPPER.writeValueAsBytes(body));
  }

  private ObjectNode answer(String order, Request request, byte[] script)
      throws Refusal, IOException {
    switch (order) {
      case "GET state" -> {}
      case "GET truth" -> {
        return truth(request);
      }
      case "GET requests" -> {
        return requests.json();
      }
      case "DELETE requests" -> requests.clear();
      case "GET faults" -> {
        return faults.json();
      }
      case "POST faults" -> {
        faults.add(faults(script));
        return faults.json();
      }
      case "DELETE faults" -> {
        faults.clear();
        return faults.json();
      }
      case "POST advance" -> {
        timeline.advance(Duration.ofHours(request.integer("hours", 0, -100_000, 100_000)));
        timeline.advance(duration(request, "by"));
        knowledgeMoved.run();
      }
      case "POST knowledge" -> {
        timeline.lag(duration(request, "lag"));
        knowledgeMoved.run();
      }
      case "POST runaway" -> runaway(request);
      case "POST settle" -> {
        timeline.settle(!"on".equals(request.value("traffic")));
        knowledgeMoved.run();
      }
      default -> throw new Refusal(404, "no such order: " + order, null);
    }
    return state();
  }

  private void runaway(Request request) throws Refusal {
    if (applications == null) {
      throw Refusal.badRequest("no applications are simulated; start with --events-to", null);
    }
    String usd = request.value("usd");
    if (usd == null || !usd.matches("[0-9]{1,4}(\\.[0-9]{1,9})?")) {
      throw Refusal.badRequest("usd is '" + usd + "'; must be dollars like 60", "usd");
    }
    String feature = request.value("feature");
    if (feature == null || !feature.matches("[a-z0-9-]{1,60}")) {
      throw Refusal.badRequest("feature is '" + feature + "'; must be like search", "feature");
    }
    applications.runaway(Money.usd(usd), feature);
  }

  private ObjectNode state() {
    Knowledge knowledge = timeline.knowledge();
    ObjectNode state = Json.object().put("now", timeline.now().toString());
    state.put("knowledge", knowledge.at().toString()).put("lag", timeline.lag().toString());
    state.put("settled_before", textUnlessOpen(knowledge.settledBefore()));
    return state.put("traffic_end", textUnlessOpen(knowledge.trafficEnd()));
  }

  private static @Nullable String textUnlessOpen(Instant instant) {
    return instant.equals(Instant.MIN) || instant.equals(Instant.MAX) ? null : instant.toString();
  }

  private ObjectNode truth(Request request) throws Refusal {
    if (request.query().isEmpty()) {
      return truth.json();
    }
    Instant from = instant(request, "from", Instant.EPOCH);
    return truth.json(from, instant(request, "to", timeline.now()));
  }

  private static List<Fault> faults(byte[] script) throws Refusal, IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(script);
      List<Fault> orders = new ArrayList<>();
      for (JsonNode order : json.has("faults") ? json.path("faults") : List.of(json)) {
        orders.add(Fault.of(order));
      }
      return orders;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw Refusal.badRequest("faults: " + e.getMessage(), null);
    }
  }

  /** ISO 8601, as in {@code PT6H}; zero when absent. */
  private static Duration duration(Request request, String name) throws Refusal {
    String text = request.value(name);
    try {
      return text == null ? Duration.ZERO : Duration.parse(text);
    } catch (DateTimeException e) {
      throw Refusal.badRequest(name + " is '" + text + "'; must be like PT6H", name);
    }
  }

  /** An instant, or a date for its midnight in UTC. */
  private static Instant instant(Request request, String name, Instant otherwise) throws Refusal {
    String text = request.value(name);
    try {
      if (text == null) {
        return otherwise;
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw Refusal.badRequest(name + " is '" + text + "'; must be like 2026-11-20", name);
    }
  }
}
