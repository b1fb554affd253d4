// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import aispend.config.EventsConfig;
import aispend.ingest.EventIntake;
import aispend.ingest.EventResult;
import aispend.ingest.NotKeptException;
import aispend.model.ReportedEvent;
import aispend.model.Tenant;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Takes bodies of events: reads them, checks each, keeps what is good and names what is bad. Any
 * thread may use it; a few bodies are read at once, as each becomes many objects, and any number
 * wait for the ledger together.
 */
public final class Receiver {
  private static final int AT_ONCE = 2;
  private static final long PATIENCE_SECONDS = 10;

  private final EventsConfig config;
  private final long maxBodyBytes;
  private final EventIntake intake;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Semaphore readings = new Semaphore(AT_ONCE, true);

  /**
   * A receiver.
   *
   * @param maxBodyBytes of an unpacked body
   */
  public Receiver(
      EventsConfig config,
      long maxBodyBytes,
      EventIntake intake,
      Telemetry telemetry,
      Clock clock) {
    this.config = config;
    this.maxBodyBytes = maxBodyBytes;
    this.intake = intake;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * Keeps a body's events as a tenant's; what the receipt calls accepted is durable.
   *
   * @throws RefusedException when none was kept and the body as a whole is to blame, or the daemon
   */
  public Receipt accept(Body body, Tenant tenant) throws RefusedException {
    if (!config.enabled()) {
      throw new RefusedException(404, "events are not taken here: events.enabled is false");
    }
    Instant now = clock.instant();
    BodyReader read = read(body, now);
    try {
      return receipt(read, intake.accept(read.events(), tenant, now));
    } catch (NotKeptException e) {
      throw new RefusedException(
          e.busy() ? 429 : 503,
          "nothing was acknowledged, send it again: " + String.valueOf(e.getMessage()));
    }
  }

  private BodyReader read(Body body, Instant now) throws RefusedException {
    take();
    try {
      BodyReader reader =
          new BodyReader(new EventReader(now, config.futureTolerance()), config.maxBatch());
      reader.read(body, maxBodyBytes);
      return reader;
    } finally {
      readings.release();
    }
  }

  private void take() throws RefusedException {
    boolean taken = false;
    try {
      taken = readings.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!taken) {
      throw new RefusedException(429, "too many bodies of events at once; send it again");
    }
  }

  private Receipt receipt(BodyReader read, List<EventResult> results) {
    List<ReportedEvent> events = read.events();
    List<Receipt.Rejected> rejected = new ArrayList<>(read.rejected());
    Map<EventResult.Kind, Integer> counts = new EnumMap<>(EventResult.Kind.class);
    counts.put(EventResult.Kind.REJECTED, rejected.size());
    for (int i = 0; i < results.size(); i++) {
      EventResult result = results.get(i);
      counts.merge(result.kind(), 1, Integer::sum);
      if (result.field() != null) {
        rejected.add(
            new Receipt.Rejected(
                read.indexOf(i),
                events.get(i).identity().id(),
                EventReader.fieldOf(result.field()),
                EventReader.fieldOf(result.field()) + " " + result.problem()));
      }
    }
    rejected.sort(Comparator.comparingInt(Receipt.Rejected::index));
    counts.forEach((kind, count) -> telemetry.events(kind.code(), count));
    return new Receipt(
        counts.getOrDefault(EventResult.Kind.ACCEPTED, 0),
        counts.getOrDefault(EventResult.Kind.DUPLICATE, 0),
        rejected);
  }
}
