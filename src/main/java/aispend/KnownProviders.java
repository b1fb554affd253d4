// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.ingest.EventIngest;
import aispend.ledger.LedgerException;
import aispend.normalise.Normaliser;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Normalisers of the providers that events name, of so many and no more, as each provider has a
 * source that is kept for ever. Those that the ledger has come first, so that all daemons on a
 * ledger take the same ones; beyond it each lets in what it sees first. Any thread may use it.
 */
final class KnownProviders implements Function<String, @Nullable Normaliser> {
  private static final Logger log = LoggerFactory.getLogger(KnownProviders.class);

  /** A name that is not known has the ledger asked no more often. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Function<String, Normaliser> normalisers;
  private final Supplier<Set<String>> kept;
  private final Map<String, Normaliser> known = new ConcurrentHashMap<>();
  private final AtomicLong askAgainNanos = new AtomicLong(System.nanoTime());

  /**
   * None yet.
   *
   * @param kept providers that have a source of events in the ledger
   */
  KnownProviders(Function<String, Normaliser> normalisers, Supplier<Set<String>> kept) {
    this.normalisers = normalisers;
    this.kept = kept;
  }

  @Override
  public @Nullable Normaliser apply(String provider) {
    Normaliser normaliser = known.get(provider);
    if (normaliser != null) {
      return normaliser;
    }
    askTheLedger();
    return known.containsKey(provider) || known.size() < EventIngest.MOST_PROVIDERS
        ? known.computeIfAbsent(provider, normalisers)
        : null;
  }

  /** One thread asks; the others go on by what is known. */
  private void askTheLedger() {
    long due = askAgainNanos.get();
    long now = System.nanoTime();
    if (now - due < 0 || !askAgainNanos.compareAndSet(due, now + FRESH.toNanos())) {
      return;
    }
    try {
      kept.get().forEach(provider -> known.computeIfAbsent(provider, normalisers));
    } catch (LedgerException e) {
      log.warn(
          "Whether other daemons know a provider that is new here cannot be asked. cause={}",
          e.getMessage());
    }
  }
}
