// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the vendors beyond the demo's two, below {@code /as/NAME/}: what follows is the vendor's
 * own path. Its answers are written after its documentation, with the traps that are in it.
 */
abstract class FieldProtocol implements Protocol {
  private static final int SHORTEST_KEY = 8;

  /**
   * How a key is sent.
   *
   * @param header in lower case
   * @param before what stands before it in the header
   * @param prefix how a key of the right kind begins
   */
  record Key(String header, String before, String prefix) {
    static Key bearer(String prefix) {
      return new Key("authorization", "Bearer ", prefix);
    }
  }

  private final FieldBill bill;
  private final Timeline timeline;
  private final Key key;
  private final String base;

  FieldProtocol(FieldBill bill, Timeline timeline, Key key) {
    this.bill = bill;
    this.timeline = timeline;
    this.key = key;
    this.base = "/as/" + bill.vendor().code();
  }

  /** The body of a 200 to a request whose path is the vendor's own. */
  abstract JsonNode reply(Request request) throws Refusal;

  @Override
  public final boolean owns(String path) {
    return path.startsWith(base + "/");
  }

  @Override
  public final boolean reads(String method) {
    return method.equals("GET") || method.equals("POST");
  }

  @Override
  public final JsonNode answer(Request request) throws Refusal {
    Request own = request.below(base);
    authenticate(own);
    return reply(own);
  }

  void authenticate(Request request) throws Refusal {
    String sent = request.header(key.header());
    if (sent == null || !sent.startsWith(key.before())) {
      throw new Refusal(401, "There is no key", null);
    }
    String text = sent.substring(key.before().length());
    if (Keys.isRefused(text, key.prefix()) || text.length() < SHORTEST_KEY) {
      throw new Refusal(401, "The key is not valid", null);
    }
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    ObjectNode body = Json.object();
    body.putObject("error").put("message", refusal.text()).put("code", refusal.status());
    return body;
  }

  @Override
  public Map<String, String> headers(String requestId) {
    return Map.of("x-request-id", requestId);
  }

  Instant now() {
    return timeline.now();
  }

  /** What is known now of each flow's hours in a period. */
  List<FieldUse> uses(ChargePeriod period) {
    return bill.uses(period, timeline.knowledge());
  }

  /** All that was ever used, as it is in the end: prepaid credit is taken at once and for good. */
  List<FieldUse> everUsed() {
    Instant now = timeline.now();
    Knowledge knowledge = timeline.knowledge().inTheEnd(now);
    return bill.uses(bill.history(now), knowledge);
  }

  /** The calls of a period, oldest first. */
  List<FieldUse> calls(ChargePeriod period, int mostOfAnHour) {
    List<FieldUse> calls = new ArrayList<>();
    for (FieldUse hour : uses(period)) {
      calls.addAll(hour.calls(mostOfAnHour));
    }
    calls.removeIf(call -> !period.contains(call.at()));
    calls.sort(Comparator.comparing(FieldUse::at));
    return calls;
  }

  static long nanos(List<FieldUse> uses) {
    return uses.stream().mapToLong(FieldUse::nanos).sum();
  }

  /** UTC days, both inclusive. */
  static ChargePeriod days(LocalDate first, LocalDate last) throws Refusal {
    if (last.isBefore(first)) {
      throw Refusal.badRequest("The end is before the start.", null);
    }
    return new ChargePeriod(start(first), start(last.plusDays(1)));
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  static LocalDate dateOf(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** A date as {@code 2026-11-20} and in no other way. */
  static LocalDate date(@Nullable String text, String name) throws Refusal {
    try {
      return LocalDate.parse(text + "");
    } catch (DateTimeException e) {
      throw Refusal.badRequest("'" + name + "' must be a date as 2026-11-20.", name);
    }
  }

  /** An instant with a zone, as {@code 2026-11-20T00:00:00Z}. */
  static Instant instant(@Nullable String text, String name) throws Refusal {
    try {
      return Instant.parse(text + "");
    } catch (DateTimeException e) {
      throw Refusal.badRequest("'" + name + "' must be like 2026-11-20T00:00:00Z.", name);
    }
  }

  static Refusal unknown(Request request) {
    return Refusal.notFound(request.path());
  }
}
