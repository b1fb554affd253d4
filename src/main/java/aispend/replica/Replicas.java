// SPDX-License-Identifier: Apache-2.0
package aispend.replica;

import static java.util.Objects.requireNonNull;

import aispend.ledger.LedgerException;
import aispend.ledger.PostgresReplicas;
import aispend.ledger.Replica;
import aispend.telemetry.ReplicaTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This daemon among those on one ledger in PostgreSQL: tells the others that it is there, sees who
 * they are, and holds the lease or waits for it. Started and closed once; any thread may ask.
 */
public final class Replicas implements Leadership, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Replicas.class);
  private static final Duration BEAT = Duration.ofSeconds(2);

  /** So long another one leads that can, before this one asks for the lease again. */
  private static final Duration STANDS_BACK = Duration.ofSeconds(30);

  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /**
   * What a daemon says of itself.
   *
   * @param id another one for each start of a process
   * @param address where it listens, as {@code host:port}
   * @param configuration equal for daemons whose configuration says the same
   */
  public record Self(
      String id, Supplier<String> address, String version, Supplier<String> configuration) {
    public Self {
      requireNonNull(id, "id");
      requireNonNull(address, "address");
      requireNonNull(version, "version");
      requireNonNull(configuration, "configuration");
    }
  }

  private final PostgresReplicas rows;
  private final Self self;
  private final ReplicaTelemetry telemetry;
  private final Clock clock;
  private final Lease lease = new Lease(System::nanoTime);
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "replica");
            thread.setDaemon(true);
            return thread;
          });
  private final Standings standings = new Standings();
  private volatile Standings.View view = Standings.View.NONE;
  private volatile boolean leaving;
  private volatile long backUntilNanos = System.nanoTime();
  private long seenNanos = System.nanoTime();
  private boolean failing;
  private boolean led;

  public Replicas(PostgresReplicas rows, Self self, ReplicaTelemetry telemetry, Clock clock) {
    this.rows = rows;
    this.self = self;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** Looks for the others once, and from then on again and again. */
  @SuppressWarnings("FutureReturnValueIgnored") // a beat throws nothing
  public void start() {
    beat();
    beats.scheduleWithFixedDelay(
        this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public boolean leads() {
    return !leaving && !standsBack() && lease.isHeld();
  }

  @Override
  public void standBack() {
    if (Standings.mayAnotherLead(self.id(), view.replicas())) {
      backUntilNanos = System.nanoTime() + STANDS_BACK.toNanos();
      lease.drop();
    }
  }

  @Override
  public boolean standsBack() {
    return backUntilNanos - System.nanoTime() > 0;
  }

  /**
   * Whether it takes part in polling. The leader does; others do while they are sure to do the same
   * as the leader would, at the same time.
   */
  public boolean polls() {
    return !leaving && (leads() || view.follows(self.id()));
  }

  /** What it is called among the others. */
  public String id() {
    return self.id();
  }

  /** The daemons that were seen lately, this one among them; the oldest first. */
  public List<Replica> all() {
    return view.replicas();
  }

  /** Lets another one lead before it is forgotten; what it does is to have ended before. */
  @Override
  public void close() {
    leaving = true;
    lease.drop();
    beats.shutdown();
    try {
      beats.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS);
      rows.leave(self.id(), Lease.MARGIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (LedgerException e) {
      log.warn(
          "The other daemons learn only by waiting that this one is gone. cause={}",
          e.getMessage());
    } finally {
      rows.close();
    }
    telemetry.leads(false, lease.term());
  }

  /** One beat; throws nothing, as that would be the last one. */
  void beat() {
    try {
      look();
      failing = false;
    } catch (RuntimeException e) {
      if (System.nanoTime() - seenNanos > Lease.LENGTH.toNanos()) {
        view = Standings.View.NONE; // the others take this one for gone
      }
      if (!failing) {
        log.warn(
            "The other daemons cannot be seen, nor the lease be renewed. cause={}", e.getMessage());
      }
      failing = true;
    }
    say();
  }

  private void look() {
    Duration ahead = rows.ahead(clock);
    rows.seen(told(ahead));
    List<Replica> before = rows.all(Lease.LENGTH);
    askToLead(before);
    view = Standings.View.of(rows.all(Lease.LENGTH), self.id(), leads(), view);
    seenNanos = System.nanoTime();
    telemetry.seen(view.replicas().size(), ahead, view.differs(), polls());
  }

  /** Where nobody else is left to lead, this one need not stand back. */
  private void askToLead(List<Replica> all) {
    boolean another = Standings.mayAnotherLead(self.id(), all);
    if (standsBack() && another) {
      rows.release(self.id(), Lease.MARGIN);
    } else if (!leaving && Standings.mayLead(self.id(), all)) {
      if (!another) {
        backUntilNanos = System.nanoTime();
      }
      long begun = lease.begin();
      OptionalLong term = rows.claim(self.id(), Lease.LENGTH);
      lease.answered(begun, term);
    }
  }

  private Replica told(Duration ahead) {
    return new Replica(
        self.id(),
        self.address().get(),
        self.version(),
        self.configuration().get(),
        ahead,
        polls(),
        leads(),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private void say() {
    boolean leads = leads();
    telemetry.leads(leads, lease.term());
    if (leads != led) {
      log.info(
          leads
              ? "This daemon leads. term={} replicas={}"
              : "This daemon leads no more. term={} replicas={}",
          lease.term(),
          view.replicas().size());
      led = leads;
    }
    standings.complaint(view, self.id()).ifPresent(log::warn);
  }
}
