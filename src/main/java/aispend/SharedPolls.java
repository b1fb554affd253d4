// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.http.DayCount;
import aispend.http.HttpSettings;
import aispend.http.Standing;
import aispend.ingest.NotKeptException;
import aispend.ledger.Commons;
import aispend.ledger.LedgerException;
import aispend.ledger.PollNote;
import aispend.ledger.ProviderRest;
import aispend.model.ProviderException;
import aispend.poll.AuthRest;
import aispend.poll.PollHealth;
import aispend.poll.PollNotes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What daemons on one ledger in PostgreSQL share of their polls, kept in that ledger. */
final class SharedPolls implements PollNotes {
  private final Commons commons;
  private final Supplier<String> replica;
  private final String configuration;

  /**
   * The notes of one daemon.
   *
   * @param replica its address, for people
   * @param configuration that it polls by; a key that another one refused may be a better one here
   */
  SharedPolls(Commons commons, Supplier<String> replica, String configuration) {
    this.commons = commons;
    this.replica = replica;
    this.configuration = configuration;
  }

  /** A provider whose calls of a day are counted for all daemons. */
  static Standing standing(Commons commons, String provider, HttpSettings.Circuit circuit) {
    return Standing.counted(
        provider, circuit, counted(commons, provider, "all"), counted(commons, provider, "paid"));
  }

  private static DayCount counted(Commons commons, String provider, String kind) {
    return (now, most) -> kept(() -> commons.takeCall(provider, kind, now, most));
  }

  @Override
  public void keep(String provider, String source, PollHealth health) {
    PollNote note =
        new PollNote(
            provider,
            source,
            health.lastSuccess().orElse(null),
            health.lastFailure().orElse(null),
            health.kind().map(Enum::name).orElse(null),
            health.message(),
            replica.get());
    kept(
        () -> {
          commons.keep(note);
          return true;
        });
  }

  @Override
  public Map<String, Map<String, PollHealth>> health() {
    Map<String, Map<String, PollHealth>> byProvider = new LinkedHashMap<>();
    for (PollNote note : kept(commons::notes)) {
      byProvider
          .computeIfAbsent(note.provider(), none -> new LinkedHashMap<>())
          .put(note.source(), health(note));
    }
    return byProvider;
  }

  private static PollHealth health(PollNote note) {
    return new PollHealth(
        Optional.ofNullable(note.succeededAt()),
        Optional.ofNullable(note.failedAt()),
        kind(note.failure()),
        note.message());
  }

  /** A newer version may know kinds that this one does not. */
  private static Optional<ProviderException.Kind> kind(@Nullable String name) {
    return Arrays.stream(ProviderException.Kind.values())
        .filter(kind -> kind.name().equals(name))
        .findFirst();
  }

  @Override
  public void keep(String provider, AuthRest.State rest) {
    kept(
        () -> {
          commons.keep(
              provider, new ProviderRest(configuration, rest.until(), rest.next(), rest.why()));
          return true;
        });
  }

  @Override
  public Optional<AuthRest.State> rest(String provider) {
    return kept(() -> commons.rest(provider))
        .filter(rest -> rest.configuration().equals(configuration))
        .map(rest -> new AuthRest.State(rest.until(), rest.next(), rest.why()));
  }

  private static <T> T kept(Supplier<T> work) {
    try {
      return work.get();
    } catch (LedgerException e) {
      throw new NotKeptException(e);
    }
  }
}
