// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent;
import aispend.model.Savings;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What all events of one UTC hour and one {@link Place} come to, counted by a stream that keeps
 * each event once. A running total: a later one of the same place tells of more events.
 */
public record HourTotal(Place place, Amounts amounts) {
  private static final int MICRO_DIGITS = 6;

  /**
   * What a total is split by. Calls that ended otherwise, and costs known in another way, are never
   * in one total.
   *
   * @param hour its start
   * @param told whether the senders said what the calls cost
   * @param known which of cost and list price are known
   */
  public record Place(
      Sender sender,
      Instant hour,
      Dimensions dimensions,
      Outcome outcome,
      boolean told,
      Known known) {
    public Place {
      requireNonNull(sender, "sender");
      requireNonNull(hour, "hour");
      requireNonNull(dimensions, "dimensions");
      requireNonNull(outcome, "outcome");
      requireNonNull(known, "known");
    }

    /** Tells places of one hour apart. */
    String text() {
      List<String> parts =
          new ArrayList<>(
              List.of(sender.code(), outcome.code(), String.valueOf(told), known.name()));
      dimensions
          .values()
          .forEach(
              (dimension, value) -> {
                parts.add(dimension.code());
                parts.add(value);
              });
      return JsonText.of(parts);
    }
  }

  /** Which money of calls is known. */
  public enum Known {
    NOTHING,
    COST,
    /** Cost and, beside it, the list price. */
    COST_AND_LIST
  }

  /**
   * What the events come to.
   *
   * @param events how many, at least one
   * @param costNanos 0 when the cost is not known
   * @param listNanos by the price book, where the place says that it is known
   * @param requests null when none of them says
   * @param unitMicros other quantities in millionths, by unit
   * @param latency how many calls took how long, as {@link LatencyCounts} writes it
   * @param firstToken the same, until the first token
   */
  public record Amounts(
      long events,
      long costNanos,
      long listNanos,
      Tokens tokens,
      @Nullable Long requests,
      Map<String, Long> unitMicros,
      Savings savings,
      String latency,
      String firstToken) {
    public Amounts {
      requireNonNull(tokens, "tokens");
      requireNonNull(savings, "savings");
      unitMicros = new TreeMap<>(unitMicros);
    }

    /** Both together; beyond what a long holds an {@link ArithmeticException}. */
    Amounts plus(Amounts other) {
      Map<String, Long> units = new TreeMap<>(unitMicros);
      other.unitMicros.forEach((unit, micros) -> units.merge(unit, micros, Math::addExact));
      return new Amounts(
          Math.addExact(events, other.events),
          Math.addExact(costNanos, other.costNanos),
          Math.addExact(listNanos, other.listNanos),
          tokens.plus(other.tokens),
          requests == null
              ? other.requests
              : (Long) Math.addExact(requests, other.requests == null ? 0 : other.requests),
          units,
          savings.plus(other.savings),
          LatencyCounts.together(latency, other.latency),
          LatencyCounts.together(firstToken, other.firstToken));
    }

    /** What these grew by since an earlier total of the same place. */
    Amounts since(Amounts earlier) {
      Map<String, Long> units = new TreeMap<>(unitMicros);
      earlier.unitMicros.forEach((unit, micros) -> units.merge(unit, -micros, Math::addExact));
      Map<TokenType, Long> grown =
          tokens.counts().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      type -> type.getValue() - earlier.tokens.of(type.getKey())));
      return new Amounts(
          Math.subtractExact(events, earlier.events),
          Math.subtractExact(costNanos, earlier.costNanos),
          Math.subtractExact(listNanos, earlier.listNanos),
          new Tokens(grown),
          requests == null || earlier.requests == null
              ? requests
              : (Long) Math.subtractExact(requests, earlier.requests),
          units,
          savings.plus(earlier.savings.negated()),
          LatencyCounts.since(latency, earlier.latency),
          LatencyCounts.since(firstToken, earlier.firstToken));
    }
  }

  public HourTotal {
    requireNonNull(place, "place");
    requireNonNull(amounts, "amounts");
  }

  /**
   * One event by itself.
   *
   * @throws ArithmeticException when a quantity is beyond what the ledger can hold
   */
  public static HourTotal of(Event event) {
    UsageRecord usage = event.usage();
    Content content = Content.of(usage);
    Money list = event.costTold() ? event.listCost() : null;
    Known known =
        content.costNanos() == null
            ? Known.NOTHING
            : list == null ? Known.COST : Known.COST_AND_LIST;
    return new HourTotal(
        new Place(
            event.sender(),
            usage.period().start(),
            usage.dimensions(),
            event.outcome(),
            event.costTold(),
            known),
        new Amounts(
            1,
            content.costNanos() == null ? 0 : content.costNanos(),
            known == Known.COST_AND_LIST && list != null ? list.nanos() : 0,
            usage.tokens(),
            usage.requests(),
            content.unitMicros(),
            usage.savings(),
            LatencyCounts.one(event.timing().latencyMillis()),
            LatencyCounts.one(event.timing().firstTokenMillis())));
  }

  /** This one with the events of another of the same place. */
  public HourTotal plus(HourTotal other) {
    return new HourTotal(place, amounts.plus(other.amounts));
  }

  /** What tells it from the other totals of its hour: 16 bytes of a SHA-256. */
  public byte[] key() {
    return HourTotalText.key(place);
  }

  /** As JSON, for {@link #of(String)}. */
  public String text() {
    return HourTotalText.write(this);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static HourTotal of(String text) {
    return HourTotalText.read(text);
  }

  /** The same money and use as if it were of one call. */
  Event asEvent() {
    boolean priced = place.known() != Known.NOTHING;
    Cost cost =
        priced
            ? new Cost.Estimated(Money.usd(amounts.costNanos()))
            : new Cost.Unpriced("no price is known");
    Map<String, BigDecimal> units = new TreeMap<>();
    amounts
        .unitMicros()
        .forEach((unit, micros) -> units.put(unit, BigDecimal.valueOf(micros, MICRO_DIGITS)));
    return new Event(
        place.sender(),
        new ReportedEvent.Identity("", place.hour(), 0, null),
        new UsageRecord(
            ChargePeriod.hourOf(place.hour()),
            place.dimensions(),
            amounts.tokens(),
            amounts.requests(),
            units,
            cost,
            amounts.savings()),
        place.told(),
        place.known() == Known.COST_AND_LIST ? Money.usd(amounts.listNanos()) : null,
        place.outcome(),
        ReportedEvent.Timing.UNKNOWN,
        "");
  }
}
