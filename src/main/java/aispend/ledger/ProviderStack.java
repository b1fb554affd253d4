// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One provider's sources by how they stand upon each other: what applications told, the most
 * detailed layer that is polled, the layers above it.
 *
 * @param sources all of the provider; without any, nothing may be asked of it
 */
record ProviderStack(List<Sources.Stored> sources) {
  ProviderStack {
    sources = List.copyOf(sources);
  }

  static ProviderStack of(String provider, List<Sources.Stored> all) {
    return new ProviderStack(
        all.stream().filter(stored -> stored.source().provider().equals(provider)).toList());
  }

  String provider() {
    return sources.get(0).source().provider();
  }

  Layer detail() {
    return sources.get(0).detailLayer(sources);
  }

  List<Sources.Stored> attributed() {
    return of(Layer.ATTRIBUTED);
  }

  List<Sources.Stored> of(Layer layer) {
    return sources.stream().filter(stored -> stored.source().layer() == layer).toList();
  }

  /** The sources of the most detailed polled layer; none where nothing is polled. */
  List<Sources.Stored> polledDetail() {
    return detail() == Layer.ATTRIBUTED ? List.of() : of(detail());
  }

  /** Whether what applications tell can be of calls that a polled source reports too. */
  boolean overlaps() {
    return !attributed().isEmpty() && !polledDetail().isEmpty();
  }

  /** On which dimensions the polled detail is matched with what applications told. */
  Set<Dimension> match() {
    return polledDetail().get(0).match();
  }

  /**
   * In which both are compared: hours, or days where one of the sides is told by day only. A day's
   * amount beside the hour in which it stands would count twice.
   *
   * @param hoursFrom from when on hours are kept
   */
  Slots slots(Instant hoursFrom) {
    boolean daily =
        Stream.concat(polledDetail().stream(), attributed().stream())
            .anyMatch(one -> one.source().bucket().toSeconds() > Slots.HOUR);
    return new Slots(daily ? Slots.DAY : Slots.HOUR, hoursFrom.getEpochSecond());
  }

  /**
   * Whether all that was ever read of the polled detail about a slot is settled. What is no longer
   * asked has nothing to say about slots after its last reading.
   */
  boolean settled(ChargePeriod slot) {
    return polledDetail().stream()
        .filter(stored -> stored.state().watermark().isPresent())
        .allMatch(
            stored ->
                stored.settled(slot.end().getEpochSecond())
                    || stored.endedBefore(slot.start().getEpochSecond()));
  }

  /**
   * The instant from which on no polled source can have seen a call yet: an event of that time
   * changes nothing but itself.
   */
  Instant unseenFrom() {
    Instant latest = Instant.EPOCH;
    for (Sources.Stored stored : sources) {
      if (stored.source().layer() != Layer.ATTRIBUTED) {
        Instant read = stored.state().watermark().orElse(Instant.EPOCH);
        latest = read.isAfter(latest) ? read : latest;
      }
    }
    return latest;
  }

  static String ids(List<Sources.Stored> of) {
    return of.stream().map(one -> Long.toString(one.id())).collect(Collectors.joining(", "));
  }
}
