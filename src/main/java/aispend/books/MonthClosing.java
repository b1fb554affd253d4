// SPDX-License-Identifier: Apache-2.0
package aispend.books;

import static java.util.Objects.requireNonNull;

import aispend.books.CloseRefusedException.Kind;
import aispend.ledger.CloseLog;
import aispend.ledger.CloseLog.Closing;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.ledger.MonthClose;
import aispend.ledger.Settlement;
import aispend.ledger.SumQuery;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Closes UTC months: only such as have ended and, unless a reason is given, are settled. A closed
 * month is never opened again; closing it again changes nothing. Any thread may ask.
 */
public final class MonthClosing {
  /** Nobody bought calls of a model before. */
  private static final YearMonth FIRST = YearMonth.of(2015, 1);

  private static final YearMonth LAST = YearMonth.of(9999, 12);
  private static final int LONGEST = 200;

  private final LedgerReader ledger;
  private final CloseLog log;
  private final List<Tenant> tenants;
  private final Set<String> asked;
  private final Clock clock;

  /**
   * Closes months of a ledger.
   *
   * @param ledger all of it
   * @param tenants those that there are
   * @param asked the providers that are polled: a month waits for them even where they have told
   *     nothing of it yet
   */
  public MonthClosing(
      LedgerReader ledger, CloseLog log, List<Tenant> tenants, Set<String> asked, Clock clock) {
    this.ledger = ledger;
    this.log = log;
    this.tenants = List.copyOf(tenants);
    this.asked = Set.copyOf(asked);
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param tenant whose month; empty: of all spend
   * @param by who asks
   * @param reason why it is closed although not all of it is settled; empty: only if it is
   */
  public record Wish(YearMonth month, String tenant, String by, String reason) {
    public Wish {
      requireNonNull(month, "month");
      requireNonNull(tenant, "tenant");
      requireNonNull(by, "by");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * Closes a month, or tells that it is closed.
   *
   * @throws CloseRefusedException when it cannot be closed, or not now
   */
  public Closed close(Wish wish) throws CloseRefusedException {
    Tenant tenant = tenant(wish.tenant());
    try {
      Optional<MonthClose> before = log.find(tenant, wish.month());
      return before.isPresent() ? Closed.of(before.get(), false) : close(wish, tenant);
    } catch (LedgerException e) {
      throw new CloseRefusedException(
          Kind.UNAVAILABLE, "the month is not closed: " + e.getMessage(), e);
    }
  }

  private Closed close(Wish wish, Tenant tenant) throws CloseRefusedException {
    if (wish.month().isBefore(FIRST) || wish.month().isAfter(LAST)) {
      throw new CloseRefusedException(
          Kind.WRONG, "month is " + wish.month() + "; allowed: " + FIRST + ".." + LAST);
    }
    Instant now = clock.instant();
    Instant end = MonthClose.periodOf(wish.month()).end();
    if (end.isAfter(now)) {
      throw new CloseRefusedException(
          Kind.NOT_NOW, wish.month() + " ends at " + end + "; it can be closed from then on");
    }
    if (wish.reason().length() > LONGEST) {
      throw new CloseRefusedException(
          Kind.WRONG,
          "reason has " + wish.reason().length() + " characters; allowed: 0.." + LONGEST);
    }
    List<String> unsettled = unsettled(tenant, wish.month());
    if (!unsettled.isEmpty() && wish.reason().isBlank()) {
      throw new CloseRefusedException(
          Kind.NOT_NOW,
          wish.month()
              + " is not settled: "
              + String.join(", ", unsettled)
              + "; wait for it, or give a reason to close it all the same");
    }
    String reason = unsettled.isEmpty() ? "" : wish.reason();
    Closing closing = log.close(tenant, wish.month(), wish.by(), reason, now);
    return Closed.of(closing.close(), closing.fresh());
  }

  /**
   * What may still change a month: sources of providers that have spend in it or are polled, with
   * the instant up to which they are settled, by name.
   */
  public List<String> unsettled(Tenant tenant, YearMonth month) {
    ChargePeriod period = MonthClose.periodOf(month);
    Set<String> providers =
        ledger.sums(SumQuery.total(period, Dimension.PROVIDER).where(tenant.where())).stream()
            .map(row -> row.key().get(Dimension.PROVIDER))
            .collect(Collectors.toCollection(TreeSet::new));
    providers.addAll(tenant.isAll() ? asked : Set.of());
    return Settlement.awaited(ledger.sources()).stream()
        .filter(state -> providers.contains(state.source().provider()))
        .filter(state -> state.settledUntil().orElse(Instant.MIN).isBefore(period.end()))
        .map(MonthClosing::told)
        .sorted()
        .toList();
  }

  private static String told(SourceState state) {
    return state.source().name()
        + state
            .settledUntil()
            .map(until -> " is settled until " + until)
            .orElse(" has not said until when it is settled");
  }

  private Tenant tenant(String name) throws CloseRefusedException {
    if (name.isEmpty()) {
      return Tenant.ALL;
    }
    return tenants.stream()
        .filter(tenant -> tenant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CloseRefusedException(
                    Kind.WRONG,
                    "tenant is none of "
                        + tenants.stream().map(Tenant::name).toList()
                        + "; leave it out to close the month of all spend"));
  }
}
