// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import aispend.ledger.Event;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.ReportedEvent;
import aispend.model.Tenant;
import aispend.model.UsageRecord;
import aispend.normalise.Normalised;
import aispend.normalise.Normaliser;
import aispend.normalise.Rejection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes what applications report into what is kept: the tenant's, in UTC, with disjoint tokens and
 * a price. Depends on nothing that is stored. Any thread may use it.
 */
public final class PricedEvents {
  private static final Set<Dimension> EVERY = EnumSet.allOf(Dimension.class);

  private final Function<String, @Nullable Normaliser> normalisers;

  /**
   * As the price book has it.
   *
   * @param normalisers by the provider that an event names; null for one that is too many
   */
  public PricedEvents(Function<String, @Nullable Normaliser> normalisers) {
    this.normalisers = normalisers;
  }

  /**
   * An event or why it cannot be one.
   *
   * @param event null when it is refused
   * @param refusal null when it is not
   */
  public record Outcome(@Nullable Event event, @Nullable EventResult refusal) {
    static Outcome refused(EventResult refusal) {
      return new Outcome(null, refusal);
    }
  }

  /** One event, as a tenant's. */
  public Outcome of(ReportedEvent reported, Tenant tenant) {
    ReportedEvent event = reported.of(tenant);
    Optional<Dimension> foreign = tenant.outside(event.usage().dimensions(), EVERY);
    if (foreign.isPresent()) {
      return Outcome.refused(foreign(tenant, foreign.get(), event));
    }
    Normaliser normaliser = normalisers.apply(event.usage().dimensions().get(Dimension.PROVIDER));
    if (normaliser == null) {
      return Outcome.refused(tooManyProviders());
    }
    Normalised normalised = normalise(normaliser, event);
    if (!normalised.rejections().isEmpty()) {
      return Outcome.refused(rejected(normalised.rejections().get(0)));
    }
    UsageRecord usage = normalised.buckets().get(0).records().get(0);
    return new Outcome(event(event, usage, listCost(normaliser, event, usage)), null);
  }

  private static Normalised normalise(Normaliser normaliser, ReportedEvent event) {
    ChargePeriod hour = ChargePeriod.hourOf(event.identity().at());
    return normaliser.normalise(event.sender().code(), hour, List.of(event.usage()));
  }

  /** What it costs by the price book, whatever its sender says; null when that is not known. */
  private static @Nullable Money listCost(
      Normaliser normaliser, ReportedEvent event, UsageRecord usage) {
    return event.usage().cost() == null
        ? usage.cost().amount()
        : normaliser.listCost(event.usage(), usage).amount();
  }

  private static Event event(ReportedEvent event, UsageRecord usage, @Nullable Money listCost) {
    return new Event(
        event.sender(),
        event.identity(),
        estimated(usage),
        usage.cost() instanceof Cost.Billed,
        listCost,
        event.outcome(),
        event.timing(),
        event.extra());
  }

  /** A sender's amount is no bill, however exact it is. */
  private static UsageRecord estimated(UsageRecord usage) {
    return usage.cost() instanceof Cost.Billed billed
        ? new UsageRecord(
            usage.period(),
            usage.dimensions(),
            usage.tokens(),
            usage.requests(),
            usage.units(),
            new Cost.Estimated(billed.amount()),
            usage.savings())
        : usage;
  }

  private static EventResult rejected(Rejection rejection) {
    return EventResult.rejected(
        rejection.field(), "is '" + rejection.value() + "'; " + rejection.remedy());
  }

  private static EventResult foreign(Tenant tenant, Dimension foreign, ReportedEvent event) {
    return EventResult.rejected(
        foreign.code(),
        "is '"
            + event.usage().dimensions().get(foreign)
            + "', which is not of the tenant "
            + tenant.name()
            + " of this token; must be "
            + tenant.condition(foreign));
  }

  private static EventResult tooManyProviders() {
    return EventResult.rejected(
        "provider",
        "is the "
            + (EventIngest.MOST_PROVIDERS + 1)
            + "th provider that events name; use the names of those there are");
  }
}
