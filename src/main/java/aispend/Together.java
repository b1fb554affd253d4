// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.api.ReplicaView;
import aispend.http.HttpSettings;
import aispend.http.Standing;
import aispend.ledger.LedgerPlace;
import aispend.ledger.PostgresReplicas;
import aispend.ledger.SqlLedger;
import aispend.poll.Crew;
import aispend.replica.Leadership;
import aispend.replica.Replicas;
import aispend.telemetry.ReplicaTelemetry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * This daemon together with the others on its ledger; alone where the ledger is a file. Started and
 * closed once.
 */
final class Together implements AutoCloseable {
  private final Optional<Replicas> replicas;
  private final LedgerPlace place;
  private final Supplier<String> address;

  private Together(Optional<Replicas> replicas, LedgerPlace place, Supplier<String> address) {
    this.replicas = replicas;
    this.place = place;
    this.address = address;
  }

  /**
   * Prepares.
   *
   * @param fingerprint of the configuration in force
   * @param port on which this daemon listens
   */
  static Together on(
      LedgerPlace place,
      Supplier<String> fingerprint,
      IntSupplier port,
      String version,
      ReplicaTelemetry telemetry,
      Clock clock) {
    String host = host();
    Supplier<String> address = () -> host + ":" + port.getAsInt();
    if (!place.isPostgresql()) {
      return new Together(Optional.empty(), place, address);
    }
    Replicas.Self self =
        new Replicas.Self(UUID.randomUUID().toString(), address, version, fingerprint);
    return new Together(
        Optional.of(new Replicas(new PostgresReplicas(place), self, telemetry, clock)),
        place,
        address);
  }

  /** Counts the calls of a day for all daemons on a ledger, where there may be several. */
  static Optional<CallCounting> counting(LedgerPlace place, SqlLedger ledger) {
    return place.isPostgresql()
        ? Optional.of(
            (provider, circuit) -> SharedPolls.standing(ledger.commons(), provider, circuit))
        : Optional.empty();
  }

  /** Makes how a provider stands. */
  @FunctionalInterface
  interface CallCounting {
    Standing standing(String provider, HttpSettings.Circuit circuit);
  }

  void start() {
    replicas.ifPresent(Replicas::start);
  }

  boolean isAlone() {
    return replicas.isEmpty();
  }

  Leadership leadership() {
    return replicas.map(Leadership.class::cast).orElse(Leadership.ALONE);
  }

  /** Who shares polls with this daemon; empty where it is alone. */
  Optional<Crew> crew(String fingerprint, SqlLedger ledger) {
    return replicas.map(
        all ->
            new Crew(
                place.login(),
                all.id(),
                fingerprint,
                all::polls,
                new SharedPolls(ledger.commons(), address, fingerprint)));
  }

  /** The daemons on the ledger, and who polled last. */
  ReplicaView view(SqlLedger ledger) {
    return replicas
        .map(all -> new ReplicaView(all.all(), ledger.commons().notes()))
        .orElse(ReplicaView.ALONE);
  }

  @Override
  public void close() {
    replicas.ifPresent(Replicas::close);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
