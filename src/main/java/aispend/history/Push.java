// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import aispend.http.BytesClient;
import aispend.http.Patience;
import aispend.ledger.Outbox;
import aispend.ledger.Posting;
import aispend.model.Money;
import aispend.telemetry.PushTelemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes postings out of the outbox, sends them and marks what became of them. A posting that was
 * sent but not marked, because the daemon was killed in between, is sent again as it was, which
 * changes nothing on the other side. Used by one thread.
 */
final class Push {
  private static final Logger log = LoggerFactory.getLogger(Push.class);

  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final Duration MARGIN = Duration.ofHours(1);
  private static final Duration PRUNE_AFTER = Duration.ofDays(2);
  private static final Duration PRUNE_AGAIN = Duration.ofHours(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
  private static final Duration EXPECTED = Duration.ofDays(7);
  private static final int MAX_MESSAGE_BYTES = 1_000_000;

  private final Outbox outbox;
  private final BytesClient http;
  private final Target target;
  private final WireFormat wire;
  private final HistorySettings settings;
  private final PushTelemetry telemetry;
  private final Clock clock;
  private final Patience patience;
  private final Set<String> providers = new TreeSet<>();
  private Instant lookAt = Instant.MIN;
  private Instant pruneAt = Instant.MIN;
  private Verdict.@Nullable Kind trouble;
  private Instant troubleSince = Instant.EPOCH;
  private boolean rejecting;

  Push(
      Outbox outbox,
      BytesClient http,
      HistorySettings settings,
      PushTelemetry telemetry,
      Clock clock,
      RandomGenerator random) {
    this.outbox = outbox;
    this.http = http;
    this.target = settings.target();
    this.wire = new WireFormat(settings.job());
    this.settings = settings;
    this.telemetry = telemetry;
    this.clock = clock;
    this.patience = new Patience(random);
  }

  /** Sends the next postings, if there are any, and tells how long to wait before the next step. */
  Duration step() throws InterruptedException {
    Instant now = clock.instant();
    look(now);
    skipOld(now);
    List<Posting> next = outbox.pending(now, now.plus(AHEAD), settings.samplesPerRequest());
    Duration wait = next.isEmpty() ? IDLE : send(next).orElse(pace(next.size()));
    telemetry.pending(outbox.pendingCount());
    return wait;
  }

  private void look(Instant now) {
    if (now.isBefore(lookAt)) {
      return;
    }
    lookAt = now.plus(LOOK_AGAIN);
    if (!now.isBefore(pruneAt)) {
      pruneAt = now.plus(PRUNE_AGAIN);
      outbox.prune(now.minus(settings.window()).minus(PRUNE_AFTER));
    }
    Map<String, Money> expected = outbox.expected(now.minus(EXPECTED), now);
    providers.addAll(expected.keySet());
    for (String provider : providers) {
      Money money = expected.getOrDefault(provider, Money.ZERO_USD);
      telemetry.expected(provider, "7d", money.units().doubleValue());
    }
  }

  private void skipOld(Instant now) {
    int skipped = outbox.skipBefore(now.minus(settings.window()).plus(MARGIN), now);
    if (skipped > 0) {
      telemetry.settled("skipped", skipped);
      log.info(
          "History older than the window is not sent postings={} window={}",
          skipped,
          settings.window());
    }
  }

  /** Sends postings of one day; a wait when the rest must be tried again. */
  private Optional<Duration> send(List<Posting> postings) throws InterruptedException {
    byte[] message = wire.message(postings);
    if (message.length > MAX_MESSAGE_BYTES && postings.size() > 1) {
      return sendHalves(postings);
    }
    Verdict verdict = post(message);
    return switch (verdict.kind()) {
      case TAKEN -> {
        taken(postings);
        yield Optional.empty();
      }
      case BAD, TOO_LARGE -> {
        telemetry.requested("rejected");
        yield postings.size() > 1 ? sendHalves(postings) : reject(postings, verdict);
      }
      case AWAY, REFUSED -> Optional.of(later(verdict));
    };
  }

  private Verdict post(byte[] message) throws InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>(target.headers());
    headers.put("Content-Type", "application/x-protobuf");
    headers.put("Content-Encoding", "snappy");
    headers.put("X-Prometheus-Remote-Write-Version", "0.1.0");
    try {
      return Verdict.of(http.post(target.url(), headers, wire.compressed(message)));
    } catch (IOException e) {
      return Verdict.unanswered(e);
    }
  }

  /** One bad sample makes the whole request be refused, so it is looked for by halves. */
  private Optional<Duration> sendHalves(List<Posting> postings) throws InterruptedException {
    int half = postings.size() / 2;
    Optional<Duration> wait = send(postings.subList(0, half));
    return wait.isPresent() ? wait : send(postings.subList(half, postings.size()));
  }

  private void taken(List<Posting> postings) {
    Instant now = clock.instant();
    outbox.mark(postings, Posting.State.SENT, now);
    telemetry.requested("ok");
    telemetry.settled("sent", postings.size());
    telemetry.succeeded(now);
    reachable(now);
    if (postings.size() > 1) {
      rejecting = false;
    }
  }

  private Optional<Duration> reject(List<Posting> postings, Verdict verdict) {
    Instant now = clock.instant();
    outbox.mark(postings, Posting.State.REJECTED, now);
    telemetry.settled("rejected", postings.size());
    reachable(now);
    if (!rejecting) {
      rejecting = true;
      log.warn(
          "History is refused and given up until ./aispend replay url={} metric={} at={} why=\"{}\"",
          target,
          postings.get(0).family().metric(),
          postings.get(0).at(),
          verdict.what());
    }
    return Optional.empty();
  }

  private void reachable(Instant now) {
    patience.succeeded();
    if (trouble != null) {
      trouble = null;
      log.info(
          "History is sent again url={} after={}", target, Duration.between(troubleSince, now));
    }
  }

  private Duration later(Verdict verdict) {
    telemetry.requested("retried");
    if (trouble != verdict.kind()) {
      troubleSince = trouble == null ? clock.instant() : troubleSince;
      trouble = verdict.kind();
      log.warn("History waits until it can be sent url={} why=\"{}\"", target, verdict.what());
    }
    return patience.failed(verdict.told().orElse(Duration.ZERO));
  }

  private Duration pace(int sent) {
    return Duration.ofNanos(1_000_000_000L * sent / settings.samplesPerSecond());
  }
}
