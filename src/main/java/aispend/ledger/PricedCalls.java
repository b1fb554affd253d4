// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one hour and combination of dimensions that ended in one way: the record of those
 * with a price, the record of those without, and what both come to by other prices. Where the
 * single events do not add up to the records, as some were dropped, nothing is changed. Mutable;
 * used within one transaction.
 */
final class PricedCalls {
  /** What the calls on one side add up to. */
  private static final class Side {
    private final Map<TokenType, Long> tokens = new EnumMap<>(TokenType.class);
    private final Map<String, Long> units = new TreeMap<>();
    private long costNanos;
    private Savings savings = Savings.NONE;
    private long calls;

    void add(Tokens more, Map<String, Long> moreUnits, long nanos, Savings saved) {
      more.counts().forEach((type, count) -> tokens.merge(type, count, Math::addExact));
      moreUnits.forEach((unit, micros) -> units.merge(unit, micros, Math::addExact));
      costNanos = Math.addExact(costNanos, nanos);
      savings = savings.plus(saved);
      calls++;
    }

    @Nullable Content content(String kind, @Nullable Long requests) {
      boolean priced = kind.equals("estimated");
      return calls == 0
          ? null
          : new Content(
              kind,
              priced ? (Long) costNanos : null,
              null,
              new Tokens(tokens),
              requests,
              units,
              priced ? savings : Savings.NONE);
    }
  }

  private final ChargePeriod hour;
  private final long setId;
  private final Dimensions dimensions;
  private final Outcome outcome;
  private final Map<String, Content> records = new TreeMap<>();
  private final List<Revaluation.PricedEvent> changed = new ArrayList<>();
  private final Side priced = new Side();
  private final Side unpriced = new Side();
  private long expected;

  PricedCalls(long start, long setId, Dimensions dimensions, Outcome outcome) {
    this.hour = ChargePeriod.ofEpochSeconds(start, start + EventPricing.HOUR);
    this.setId = setId;
    this.dimensions = dimensions;
    this.outcome = outcome;
  }

  void record(String part, Content content) {
    records.put(part, content);
  }

  /** Says that so many more events are going to be added. */
  void expect(long calls) {
    expected += calls;
  }

  /** Takes an event, priced anew. */
  void add(ResultSet row, Repricer repricer) throws SQLException {
    Tokens tokens = TokenText.tokens(row.getString("tokens"));
    Map<String, Long> units = JsonText.counts(row.getString("units"));
    Long before = Columns.nullableLong(row, "cost_nanos");
    Optional<Repricer.Worth> worth =
        tokens.isEmpty() && units.isEmpty()
            ? Optional.empty()
            : repricer.price(
                new Repricer.Use(
                    hour, dimensions, tokens, Repricer.Use.units(units), oneCallEach(), null));
    Money amount = worth.map(Repricer.Worth::cost).map(Cost::amount).orElse(null);
    Long after = worth.isEmpty() ? before : amount == null ? null : (Long) amount.nanos();
    if (after == null) {
      unpriced.add(tokens, units, 0, Savings.NONE);
    } else {
      priced.add(tokens, units, after, worth.map(Repricer.Worth::savings).orElse(Savings.NONE));
    }
    if (!Objects.equals(before, after)) {
      changed.add(
          new Revaluation.PricedEvent(
              row.getString("tenant"),
              row.getLong("hour"),
              row.getLong("id_high"),
              row.getLong("id_low"),
              EventPart.of(after != null, outcome),
              after));
    }
  }

  /** What changes; empty when nothing does, or not all calls are kept one by one. */
  Optional<Revaluation> revaluation() {
    boolean moved = priced.calls > 0 && unpriced.calls > 0;
    if (!addsUp() || (moved && !oneCallEach())) {
      return Optional.empty();
    }
    Map<String, @Nullable Content> after = new TreeMap<>();
    after.put(
        EventPart.of(true, outcome),
        priced.content("estimated", moved ? (Long) priced.calls : requests()));
    after.put(
        EventPart.of(false, outcome),
        unpriced.content("unpriced", moved ? (Long) unpriced.calls : requests()));
    List<Revaluation.Part> parts = new ArrayList<>();
    after.forEach(
        (part, content) -> {
          if (!Objects.equals(records.get(part), content)) {
            parts.add(new Revaluation.Part(part, records.get(part), content));
          }
        });
    return parts.isEmpty() && changed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Revaluation(hour, setId, dimensions, parts, changed));
  }

  /** Whether the single events hold all that the records do. */
  private boolean addsUp() {
    Tokens kept = records.values().stream().map(Content::tokens).reduce(Tokens.NONE, Tokens::plus);
    Map<String, Long> units = new TreeMap<>();
    records
        .values()
        .forEach(
            content ->
                content.unitMicros().forEach((unit, n) -> units.merge(unit, n, Math::addExact)));
    Map<String, Long> told = new TreeMap<>(priced.units);
    unpriced.units.forEach((unit, micros) -> told.merge(unit, micros, Math::addExact));
    return priced.calls + unpriced.calls > 0
        && kept.equals(new Tokens(priced.tokens).plus(new Tokens(unpriced.tokens)))
        && units.equals(told);
  }

  /** Whether each event is one call; what OpenTelemetry adds up tells of several. */
  private boolean oneCallEach() {
    return Objects.equals(requests(), expected);
  }

  private @Nullable Long requests() {
    Long sum = null;
    for (Content content : records.values()) {
      Long more = content.requests();
      sum = sum == null ? more : more == null ? sum : (Long) Math.addExact(sum, more);
    }
    return sum;
  }
}
