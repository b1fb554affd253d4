// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.HistoryConfig;
import aispend.config.LabelsConfig;
import aispend.http.OutgoingHttp;
import aispend.ledger.LedgerException;
import aispend.ledger.Outbox;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread of history over a real ledger that fails once. */
final class HistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path folder;

  private final MutableClock clock = new MutableClock(NOW);
  private final Telemetry telemetry = new Telemetry();
  private Receiver receiver;
  private SqlLedger ledger;
  private OutgoingHttp http;

  @BeforeEach
  void open() throws Exception {
    receiver = new Receiver();
    ledger = SqlLedger.open("jdbc:sqlite:" + folder.resolve("l.db"), List.of(Dimension.PROVIDER));
    http = new OutgoingHttp(telemetry, clock, "aispend/test");
    new Spend(ledger)
        .register("openai")
        .hour("2026-11-20T05:00:00Z", "openai", Map.of(Dimension.MODEL, "m"), "1");
  }

  @AfterEach
  void close() {
    http.close();
    ledger.close();
    receiver.close();
  }

  @Test
  void ledgerThatThrowsAnythingOnce_isAskedAgain() {
    Outbox outbox = failingOnce("pending", new IllegalStateException("no such series"));

    try (History history = history(Optional.of(receiver.url()), outbox)) {
      history.start();

      await().until(() -> !receiver.taken().isEmpty());
    }
  }

  @Test
  void outboxThatCannotBeSwitchedOn_isSwitchedOnLater() {
    Outbox outbox = failingOnce("turnOn", new LedgerException("disk full", null));

    try (History history = history(Optional.of(receiver.url()), outbox)) {
      history.start();

      await().until(() -> !receiver.taken().isEmpty());
    }
    assertThat(ledger.outbox().isOn()).isTrue();
  }

  @Test
  void outboxThatCannotBeSwitchedOff_isSwitchedOffLater() {
    ledger.outbox().turnOn(new Outbox.Settings(Duration.ofDays(30), 100, Map.of()), NOW);
    Outbox outbox = failingOnce("turnOff", new LedgerException("disk full", null));

    try (History history = history(Optional.empty(), outbox)) {
      history.start();

      await().until(() -> !ledger.outbox().isOn());
    }
    assertThat(receiver.asked()).isEmpty();
  }

  private History history(Optional<URI> url, Outbox outbox) {
    HistoryConfig config =
        new HistoryConfig(
            url,
            "aispend",
            new HistoryConfig.Access(
                Optional.empty(), Optional.empty(), Optional.empty(), "X-Scope-OrgID", Map.of()),
            Duration.ofDays(30),
            new HistoryConfig.Pace(100, 1_000));
    LabelsConfig labels =
        new LabelsConfig(Set.of(Dimension.PROVIDER), 100, Map.of(), Duration.ofSeconds(75));
    return new History(config, labels, outbox, http, telemetry, clock, Duration.ofMillis(10));
  }

  /** The ledger's outbox, but the first call of one method throws. */
  private Outbox failingOnce(String method, RuntimeException failure) {
    Outbox real = ledger.outbox();
    AtomicBoolean failed = new AtomicBoolean();
    return (Outbox)
        Proxy.newProxyInstance(
            Outbox.class.getClassLoader(),
            new Class<?>[] {Outbox.class},
            (proxy, called, arguments) -> {
              if (called.getName().equals(method) && failed.compareAndSet(false, true)) {
                throw failure;
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }
}
