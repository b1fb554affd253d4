// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what the vendors are asked, with the ordered faults. Safe for several threads. */
final class VendorHandler {
  /** RFC 9110 wants two digits for the day, which the JDK's RFC 1123 format does not write. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final List<Protocol> protocols;
  private final Faults faults;
  private final RequestLog requests;
  private final Timeline timeline;

  VendorHandler(List<Protocol> protocols, Faults faults, RequestLog requests, Timeline timeline) {
    this.protocols = List.copyOf(protocols);
    this.faults = faults;
    this.requests = requests;
    this.timeline = timeline;
  }

  /** Handles a blocking exchange; a path of no vendor is OpenAI's 404. */
  void handle(HttpServerExchange exchange, Request request) throws IOException {
    Protocol protocol =
        protocols.stream()
            .filter(candidate -> candidate.owns(request.path()))
            .findFirst()
            .orElse(protocols.get(0));
    Optional<Fault> fault = faults.next(request.path());
    if (fault.isPresent()) {
      misbehave(exchange, request, protocol, fault.get());
    } else {
      answer(exchange, request, protocol, null);
    }
  }

  private void misbehave(
      HttpServerExchange exchange, Request request, Protocol protocol, Fault fault)
      throws IOException {
    String name = fault.kind().code();
    switch (fault.kind()) {
      case RATE_LIMITED_SECONDS,
          RATE_LIMITED_DATE,
          RATE_LIMITED_RESET,
          RATE_LIMITED_BARE,
          SERVER_ERROR,
          EXPIRED_KEY ->
          refuse(exchange, request, protocol, refusal(fault.kind()), retryHeaders(fault), name);
      case HANG -> {
        // Nothing is written and nothing ends: the exchange stays open until the server stops.
        requests.count(request.path(), 0, name);
        exchange.dispatch(() -> {});
      }
      case HTML -> {
        requests.count(request.path(), 200, name);
        Wire.sendHtml(exchange);
      }
      case HUGE -> {
        requests.count(request.path(), 200, name);
        Wire.sendHuge(exchange);
      }
      case GZIP_BOMB -> {
        requests.count(request.path(), 200, name);
        Wire.sendBomb(exchange);
      }
      case CUT_CONNECTION,
          TRUNCATED_JSON,
          REPEATED_CURSOR,
          EMPTY_DATA,
          AMOUNT_MISSING,
          AMOUNT_HUGE,
          AMOUNT_NAN ->
          answer(exchange, request, protocol, fault.kind());
    }
  }

  private static Refusal refusal(FaultKind kind) {
    return switch (kind) {
      case SERVER_ERROR ->
          new Refusal(500, "The server had an error while processing your request", null);
      case EXPIRED_KEY -> new Refusal(401, "This API key has expired", null);
      default -> new Refusal(429, "Rate limit reached for requests", null);
    };
  }

  private void answer(
      HttpServerExchange exchange, Request asked, Protocol protocol, @Nullable FaultKind fault)
      throws IOException {
    String name = fault == null ? "" : fault.code();
    Request request = fault == FaultKind.REPEATED_CURSOR ? BodyFaults.withoutCursor(asked) : asked;
    JsonNode body;
    try {
      if (!protocol.reads(asked.method())) {
        throw new Refusal(405, "Not allowed to " + asked.method(), null);
      }
      body = protocol.answer(request);
    } catch (Refusal refusal) {
      refuse(exchange, request, protocol, refusal, Map.of(), name);
      return;
    }
    if (fault != null && body instanceof ObjectNode object) {
      BodyFaults.apply(fault, object);
    }
    requests.count(request.path(), 200, name);
    if (fault == FaultKind.CUT_CONNECTION) {
      Wire.sendCut(exchange, bytes(body));
    } else if (fault == FaultKind.TRUNCATED_JSON) {
      Wire.sendTruncated(exchange, bytes(body));
    } else {
      Wire.send(exchange, 200, protocol.headers(requests.nextId()), bytes(body));
    }
  }

  private void refuse(
      HttpServerExchange exchange,
      Request request,
      Protocol protocol,
      Refusal refusal,
      Map<String, String> extraHeaders,
      String fault)
      throws IOException {
    String id = requests.nextId();
    requests.count(request.path(), refusal.status(), fault);
    Map<String, String> headers = new LinkedHashMap<>(protocol.headers(id));
    headers.putAll(extraHeaders);
    Wire.send(exchange, refusal.status(), headers, bytes(protocol.error(refusal, id)));
  }

  /** By the clock that the caller shares, not by the one that tests move. */
  private Map<String, String> retryHeaders(Fault fault) {
    Instant until = timeline.wallClock().plusSeconds(fault.seconds());
    return switch (fault.kind()) {
      case RATE_LIMITED_SECONDS -> Map.of("retry-after", Integer.toString(fault.seconds()));
      case RATE_LIMITED_DATE -> Map.of("retry-after", HTTP_DATE.format(until));
      case RATE_LIMITED_RESET ->
          Map.of(
              "anthropic-ratelimit-requests-reset",
              until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).toString());
      default -> Map.of();
    };
  }

  private static byte[] bytes(JsonNode body) throws JsonProcessingException {
    return Json.MAPPER.writeValueAsBytes(body);
  }
}
