// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import aispend.model.Money;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer should have, as JSON: {@code known} is what the vendors tell now, {@code final}
 * what they will tell about everything used until now. Safe for use by several threads.
 */
final class Truth {
  private static final int FORMAT = 1;

  private record DayKey(Vendor vendor, Instant day) {}

  private final Timeline timeline;
  private final Told told;
  private final Map<Vendor, Charges> bills;
  private final @Nullable AppTruth events;

  /** Days about which nothing will change; each is summed once. */
  private final Map<DayKey, DayTruth> finished = new ConcurrentHashMap<>();

  /**
   * The truth of all that is simulated.
   *
   * @param events what applications told; null when there are none
   */
  Truth(Timeline timeline, Told told, Map<Vendor, Charges> bills, @Nullable AppTruth events) {
    this.events = events;
    this.timeline = timeline;
    this.told = told;
    this.bills = Map.copyOf(bills);
  }

  /** All of history until now. */
  ObjectNode json() {
    return json(Instant.EPOCH, timeline.now());
  }

  /**
   * The truth about whole UTC days.
   *
   * @param from in the first day
   * @param to in the last day, or its end
   */
  ObjectNode json(Instant from, Instant to) {
    Instant now = timeline.now();
    Knowledge knowledge = timeline.knowledge();
    List<ChargePeriod> days = days(from, to, now);
    ObjectNode json = Json.object().put("format", FORMAT).put("seed", told.seed());
    json.put("now", now.toString()).put("knowledge", knowledge.at().toString());
    json.put("history_start", told.historyStart().toString());
    json.put("from", days.isEmpty() ? null : days.get(0).start().toString());
    json.put("to", days.isEmpty() ? null : days.get(days.size() - 1).end().toString());
    json.set("known", view(days, knowledge));
    json.set("final", view(days, knowledge.inTheEnd(now)));
    if (events != null) {
      json.set("events", events.json(from, to));
    }
    return json;
  }

  private List<ChargePeriod> days(Instant from, Instant to, Instant now) {
    Instant first = from.isBefore(told.historyStart()) ? told.historyStart() : from;
    Instant end = to.isBefore(now) ? to : now;
    List<ChargePeriod> days = new ArrayList<>();
    Instant day = first.truncatedTo(ChronoUnit.DAYS);
    for (; day.isBefore(end); day = day.plus(1, ChronoUnit.DAYS)) {
      days.add(ChargePeriod.dayOf(day));
    }
    return days;
  }

  private ObjectNode view(List<ChargePeriod> days, Knowledge knowledge) {
    ObjectNode view = Json.object();
    ObjectNode canonical = Json.object();
    ObjectNode others = Json.object();
    Money total = Money.ZERO_USD;
    for (Vendor vendor : Vendor.values()) {
      List<DayTruth> truths = days.stream().map(day -> day(vendor, day, knowledge)).toList();
      Money cost = truths.stream().map(DayTruth::cost).reduce(Money.ZERO_USD, Money::plus);
      if (vendor.isInTheDemo()) {
        view.set(vendor.code(), vendorView(truths, cost));
        canonical.put(vendor.code(), cost.decimal());
        total = total.plus(cost);
      } else {
        others.set(vendor.code(), vendorView(truths, cost));
      }
    }
    view.set("canonical", canonical.put("total", total.decimal()));
    view.set("others", others);
    return view;
  }

  private static ObjectNode vendorView(List<DayTruth> days, Money cost) {
    ObjectNode json = Json.object();
    ObjectNode usage = json.putObject("usage");
    ArrayNode uses = usage.putArray("rows");
    UseTotals totals = new UseTotals();
    for (DayTruth day : days) {
      day.addUses(uses);
      day.uses().forEach((key, quantities) -> totals.add(key.operation(), quantities));
    }
    totals.dropLevels();
    totals.write(usage.putObject("totals"));
    ObjectNode costs = json.putObject("costs");
    ArrayNode amounts = costs.putArray("rows");
    days.forEach(day -> day.addCosts(amounts));
    costs.putObject("totals").put("nanos", cost.nanos()).put("amount", cost.decimal());
    return json;
  }

  private DayTruth day(Vendor vendor, ChargePeriod day, Knowledge knowledge) {
    if (!isFinished(day, knowledge)) {
      return sum(vendor, day, knowledge);
    }
    return finished.computeIfAbsent(
        new DayKey(vendor, day.start()), key -> sum(vendor, day, knowledge));
  }

  private DayTruth sum(Vendor vendor, ChargePeriod day, Knowledge knowledge) {
    List<Charge> bill =
        bills.containsKey(vendor) ? bills.get(vendor).charges(day, knowledge) : List.of();
    return DayTruth.of(vendor, day, told.cells(vendor, day, knowledge), bill);
  }

  private static boolean isFinished(ChargePeriod day, Knowledge knowledge) {
    boolean old = Duration.between(day.end(), knowledge.at()).toHours() >= Fate.FINAL_AFTER_HOURS;
    boolean settled = !knowledge.settledBefore().isBefore(day.end());
    return (old || settled) && knowledge.hasEnded(day.end());
  }
}
