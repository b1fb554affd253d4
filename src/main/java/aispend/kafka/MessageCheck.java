// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.ingest.EventResult;
import aispend.ingest.PricedEvents;
import aispend.ledger.Event;
import aispend.ledger.HourTotal;
import aispend.model.ReportedEvent;
import aispend.model.Tenant;
import aispend.receive.MessageReader;
import aispend.receive.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Makes messages into priced events, or says why they cannot be. Any thread may use it. */
final class MessageCheck {
  /** Names the tenant of an application's message. */
  static final String TENANT = "aispend-tenant";

  /** How much older an event of a daemon may be than at the door; less than ids are kept longer. */
  private static final Duration WAITED = Duration.ofDays(1);

  /** By how much the clocks of two daemons may differ. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final Supplier<Rules> rules;
  private final Duration dedupeRetention;
  private final Clock clock;

  MessageCheck(Supplier<Rules> rules, Duration dedupeRetention, Clock clock) {
    this.rules = rules;
    this.dedupeRetention = dedupeRetention;
    this.clock = clock;
  }

  /**
   * A message that can be counted.
   *
   * @param reported as it goes into the topic, made its tenant's
   * @param total what it comes to by itself
   */
  record Good(ReportedEvent reported, HourTotal total) {}

  /**
   * Checks and prices a message.
   *
   * @throws BadMessageException when it can never be counted
   */
  Good check(Headers headers, byte @Nullable [] value) throws BadMessageException {
    if (value == null) {
      throw new BadMessageException("the message is empty; send one JSON object");
    }
    Rules now = rules.get();
    if (headers.lastHeader(EventMessage.FORM) != null) {
      return priced(now, ours(now, value), Tenant.ALL);
    }
    ReportedEvent told = told(now, value);
    refuseExpired(told, dedupeRetention);
    return priced(now, told, tenant(now, headers.lastHeader(TENANT)));
  }

  /** Says why a time is too old for an event; null when it is not. */
  static @Nullable String expired(Instant at, Instant now, Duration dedupeRetention) {
    return at.isBefore(now.minus(dedupeRetention))
        ? "is older than kafka.dedupe_retention, "
            + dedupeRetention.toDays()
            + " days: ids of that time are forgotten, so this event could not be told from one"
            + " that was counted; send events sooner"
        : null;
  }

  private Good priced(Rules now, ReportedEvent reported, Tenant tenant) throws BadMessageException {
    PricedEvents.Outcome outcome = now.prices().of(reported, tenant);
    EventResult refusal = outcome.refusal();
    Event event = outcome.event();
    if (event == null) {
      throw new BadMessageException(
          refusal == null ? "refused" : refusal.field() + " " + refusal.problem());
    }
    try {
      return new Good(reported.of(tenant), HourTotal.of(event));
    } catch (ArithmeticException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadMessageException("event is beyond what the ledger can hold: " + e.getMessage());
    }
  }

  private void refuseExpired(ReportedEvent event, Duration kept) throws BadMessageException {
    String expired = expired(event.identity().at(), clock.instant(), kept);
    if (expired != null) {
      throw new BadMessageException("timestamp " + expired);
    }
  }

  /**
   * It was checked at the door and has waited since, by another clock; ids are known for longer
   * than they are asked to be.
   */
  private ReportedEvent ours(Rules now, byte[] value) throws BadMessageException {
    ReportedEvent event = read(value);
    refuseExpired(event, dedupeRetention.plus(WAITED));
    if (event.identity().at().isAfter(clock.instant().plus(now.futureTolerance()).plus(AHEAD))) {
      throw new BadMessageException("timestamp is ahead of the clock; check the sender's");
    }
    return event;
  }

  private static ReportedEvent read(byte[] value) throws BadMessageException {
    try {
      return EventMessage.read(value);
    } catch (IllegalArgumentException e) {
      throw new BadMessageException(
          "the header "
              + EventMessage.FORM
              + " is for messages of daemons, and this is none; leave it out");
    }
  }

  private ReportedEvent told(Rules now, byte[] value) throws BadMessageException {
    try {
      return new MessageReader(now.futureTolerance(), clock).read(value);
    } catch (RefusedException e) {
      throw new BadMessageException(String.valueOf(e.getMessage()));
    }
  }

  private static Tenant tenant(Rules now, @Nullable Header header) throws BadMessageException {
    if (header == null || header.value() == null) {
      return Tenant.ALL;
    }
    String name = new String(header.value(), StandardCharsets.UTF_8);
    Tenant tenant = now.tenants().get(name);
    if (tenant == null) {
      throw new BadMessageException(
          "the header " + TENANT + " names no [[tenant]] of the configuration");
    }
    return tenant;
  }
}
