// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static java.util.Objects.requireNonNull;

import aispend.config.Schedule;
import aispend.ingest.Ingest;
import aispend.model.Dimension;
import aispend.model.Source;
import aispend.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A provider together with how it is read and where what it reports goes.
 *
 * @param reading when and how far back it is read
 * @param match the dimensions on which its layers are matched; empty: each layer's own
 * @param keyName what the operator calls the key's place, for messages
 * @param rest whether the provider refused the key
 */
public record Account(
    Provider provider,
    Ingest ingest,
    Reading reading,
    Set<Dimension> match,
    String keyName,
    AuthRest rest) {

  /**
   * When and how far back.
   *
   * @param backfill how far back to begin at the first start
   * @param lookback how far back to read again each time; a source may need longer
   */
  public record Reading(Schedule schedule, Duration backfill, Duration lookback) {}

  public Account {
    requireNonNull(provider, "provider");
    requireNonNull(ingest, "ingest");
    requireNonNull(reading, "reading");
    requireNonNull(keyName, "keyName");
    requireNonNull(rest, "rest");
    match = Set.copyOf(match);
  }

  /** An account that was never asked. */
  public Account(
      Provider provider, Ingest ingest, Reading reading, Set<Dimension> match, String keyName) {
    this(provider, ingest, reading, match, keyName, new AuthRest());
  }

  public String name() {
    return provider.name();
  }

  /**
   * The dimensions on which a source is matched with the more detailed layer: the configured ones,
   * else a bill by project and a usage report by model.
   */
  Set<Dimension> matchOf(Source source) {
    if (infers(source)) {
      // A balance tells of the whole account and nothing else.
      return Set.of();
    }
    if (!match.isEmpty()) {
      return match;
    }
    return switch (source.layer()) {
      case BILLED -> Set.of(Dimension.PROJECT);
      case METERED, ATTRIBUTED -> Set.of(Dimension.MODEL);
    };
  }

  /** Whether a source's spend is inferred from the provider's balance. */
  boolean infers(Source source) {
    return provider.inferred().map(Source::name).equals(Optional.of(source.name()));
  }

  /** The provider's sources, the inferred one last, each read back at least as far as it needs. */
  public List<Source> sources() {
    return Stream.concat(provider.sources().stream(), provider.inferred().stream())
        .map(
            source ->
                source.lookback().compareTo(reading.lookback()) < 0
                    ? source.withLookback(reading.lookback())
                    : source)
        .toList();
  }
}
