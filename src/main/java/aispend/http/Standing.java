// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException.Kind;
import dev.failsafe.CircuitBreaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a provider stands with the daemon: how often it was asked today, and whether it is left alone
 * because it fails. Outlives its clients, which are made anew whenever the configuration or prices
 * are read. Any thread may use it.
 */
public final class Standing {
  private static final Logger log = LoggerFactory.getLogger(Standing.class);

  private final String provider;
  private final DayCount taken;
  private final DayCount paid;
  private final CircuitBreaker<Outcome> circuit;

  private Standing(String provider, HttpSettings.Circuit settings, DayCount taken, DayCount paid) {
    this.provider = provider;
    this.taken = taken;
    this.paid = paid;
    this.circuit = circuit(provider, settings);
  }

  /**
   * One that was never asked.
   *
   * @param provider the configured name, for messages and the metric label
   */
  public static Standing of(String provider, HttpSettings.Circuit settings) {
    return new Standing(provider, settings, new DayCap.Taken(), new DayCap.Taken());
  }

  /**
   * One whose calls are counted elsewhere.
   *
   * @param taken counts all calls
   * @param paid counts those that the provider wants money for
   */
  public static Standing counted(
      String provider, HttpSettings.Circuit settings, DayCount taken, DayCount paid) {
    return new Standing(provider, settings, taken, paid);
  }

  /** The same provider at another place or by another key: it may answer, but not more often. */
  public Standing elsewhere(HttpSettings.Circuit settings) {
    return new Standing(provider, settings, taken, paid);
  }

  String provider() {
    return provider;
  }

  DayCap atMost(int callsPerDay) {
    return new DayCap(callsPerDay, taken);
  }

  /** Of the calls that the provider wants money for. */
  DayCap atMostPaid(int callsPerDay) {
    return new DayCap(callsPerDay, paid);
  }

  CircuitBreaker<Outcome> circuit() {
    return circuit;
  }

  private static CircuitBreaker<Outcome> circuit(String provider, HttpSettings.Circuit settings) {
    // An interrupted attempt says nothing about the vendor. It counts as a failure, because as a
    // success it would close an open circuit.
    return CircuitBreaker.<Outcome>builder()
        .handleIf((outcome, thrown) -> thrown != null || unavailable(outcome))
        .withFailureThreshold(settings.failures())
        .withSuccessThreshold(1)
        .withDelay(settings.rest())
        .onOpen(
            event -> {
              if (event.getPreviousState() == CircuitBreaker.State.CLOSED) {
                log.warn(
                    "Provider fails repeatedly and is left alone provider={} failures={} rest={}",
                    provider,
                    settings.failures(),
                    settings.rest());
              }
            })
        .onClose(event -> log.info("Provider answers again provider={}", provider))
        .build();
  }

  private static boolean unavailable(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && failed.kind() == Kind.UNAVAILABLE;
  }
}
