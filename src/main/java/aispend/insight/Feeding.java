// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.ledger.LedgerReader.SourceState;
import aispend.model.Dimension;
import aispend.model.Source;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The sources that spend comes from and how far they have settled it. Sources that nobody asks any
 * more are left out: they would hold back every day for ever. What is sent to us (events) is known
 * when it happens; where nothing else feeds some spend, a day is settled when it is over.
 * Immutable.
 */
final class Feeding {
  private final List<Source> polled;
  private final List<SourceState> states;
  private final LocalDate today;

  Feeding(List<Source> polled, List<SourceState> states, Instant now) {
    this.polled = List.copyOf(polled);
    this.states = List.copyOf(states);
    this.today = DailySpend.dayOf(now);
  }

  /** The asked sources of some providers. */
  List<Source> polled(Predicate<String> provider) {
    return polled.stream().filter(source -> provider.test(source.provider())).toList();
  }

  /**
   * The first UTC day that one of the asked sources of some providers has not settled; empty when
   * one was never read, or there is no source at all.
   */
  Optional<LocalDate> settledUntil(Predicate<String> provider) {
    List<Source> asked = polled(provider);
    return asked.isEmpty() && isSent() ? Optional.of(today) : settledUntil(asked);
  }

  /** The first UTC day that is not settled of each asked provider; without those never read. */
  Map<String, LocalDate> settledByProvider() {
    Map<String, LocalDate> settled = new HashMap<>();
    for (Source source : polled) {
      String provider = source.provider();
      settledUntil(provider::equals).ifPresent(until -> settled.put(provider, until));
    }
    return settled;
  }

  /** The first UTC day that one of these sources has not settled. */
  Optional<LocalDate> settledUntil(List<Source> sources) {
    List<Instant> settled = new ArrayList<>();
    for (Source source : sources) {
      Optional<Instant> until = state(source).flatMap(SourceState::settledUntil);
      if (until.isEmpty()) {
        return Optional.empty();
      }
      settled.add(until.get());
    }
    return settled.stream()
        .min(Instant::compareTo)
        .map(DailySpend::dayOf)
        .map(day -> day.isBefore(today) ? day : today);
  }

  /** How soon spend of some providers is known, by any source that is asked or that sends. */
  Set<Source.Timeliness> timeliness(Predicate<String> provider) {
    Set<Source.Timeliness> all =
        polled(provider).stream().map(Source::timeliness).collect(Collectors.toSet());
    if (isSent()) {
      all.add(Source.Timeliness.REALTIME);
    }
    return all;
  }

  /** Whether a provider's spend can meet the conditions; {@code *} stands for any text. */
  static Predicate<String> meeting(Map<Dimension, String> where) {
    String wanted = where.get(Dimension.PROVIDER);
    if (wanted == null) {
      return provider -> true;
    }
    return Wildcard.matching(wanted);
  }

  private boolean isSent() {
    return states.stream()
        .map(SourceState::source)
        .anyMatch(source -> source.timeliness() == Source.Timeliness.REALTIME);
  }

  private Optional<SourceState> state(Source source) {
    return states.stream()
        .filter(state -> Objects.equals(state.source().name(), source.name()))
        .findFirst();
  }
}
