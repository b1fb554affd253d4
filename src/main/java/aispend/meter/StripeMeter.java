// SPDX-License-Identifier: Apache-2.0
package aispend.meter;

import aispend.config.MeterConfig;
import aispend.http.BytesClient;
import aispend.ledger.MeterLog.Send;
import aispend.model.ProviderException;
import aispend.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Posts single events to {@code /v1/billing/meter_events} of Stripe (API documentation "Create a
 * billing meter event", read 2026-11-21): form-encoded; the value a whole number as text; the
 * identifier unique for at least 24 hours; the timestamp in epoch seconds, at most 35 days old and
 * 5 minutes ahead. An identifier that is known there is refused with 400, which says that it
 * arrived.
 *
 * <p>No idempotency key is sent: under one, a first answer of 500 would be given again for a day.
 */
final class StripeMeter {
  /** A day less than what is taken, so that a slow answer is still in time. */
  private static final Duration OLDEST = Duration.ofDays(34);

  private static final String KNOWN = "already exists with identifier";

  /** What an answer means. */
  enum Kind {
    TAKEN,
    /** It cannot be reached or is busy: try again. */
    AWAY,
    /** It refuses us or what we say: somebody must correct a setting; try again in case. */
    REFUSED
  }

  /**
   * What became of an event.
   *
   * @param told how long the other side asks to wait
   * @param what one sentence for a person
   */
  record Verdict(Kind kind, Optional<Duration> told, String what) {}

  private final MeterConfig config;
  private final Secret key;
  private final BytesClient http;
  private final URI url;

  StripeMeter(MeterConfig config, Secret key, BytesClient http) {
    this.config = config;
    this.key = key;
    this.http = http;
    this.url = URI.create(config.baseUrl() + "/v1/billing/meter_events");
  }

  Verdict post(Send send, Instant now) throws InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + key.reveal(),
            "Content-Type",
            "application/x-www-form-urlencoded");
    try {
      return verdict(http.post(url, headers, body(send, now)));
    } catch (IOException e) {
      String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
      return new Verdict(
          Kind.AWAY, Optional.empty(), "cannot be reached: " + ProviderException.quote(reason));
    }
  }

  private byte[] body(Send send, Instant now) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("event_name", config.eventName());
    form.put("payload[" + config.payload().customerKey() + "]", send.account().customer());
    form.put("payload[" + config.payload().valueKey() + "]", Long.toString(send.units()));
    form.put("identifier", send.identifier());
    form.put("timestamp", Long.toString(timestamp(send, now).getEpochSecond()));
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The last second of the day, so that a day is in one billing period; now for what is older. */
  private static Instant timestamp(Send send, Instant now) {
    Instant last = send.day().plus(Duration.ofDays(1)).minusSeconds(1);
    return last.isBefore(now.minus(OLDEST)) ? now : last;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Verdict verdict(BytesClient.Answer answer) {
    int status = answer.status();
    boolean taken =
        (status >= 200 && status < 300) || (status == 400 && answer.said().contains(KNOWN));
    boolean away = status == 408 || status == 409 || status == 429 || status >= 500;
    Kind kind = taken ? Kind.TAKEN : away ? Kind.AWAY : Kind.REFUSED;
    String said = ProviderException.quote(answer.said().strip());
    return new Verdict(kind, answer.retryAfter(), "answered " + status + ": " + said);
  }
}
