// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.telemetry.Telemetry;
import com.fasterxml.jackson.databind.JsonNode;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts with waits between them. Failsafe counts the attempts and keeps the circuit; the wait is
 * taken at the start of the next attempt, so that a test can own the time.
 */
final class RetryingClient implements JsonClient {
  private static final Logger log = LoggerFactory.getLogger(RetryingClient.class);

  private static final MediaType JSON = MediaType.get("application/json");

  /** From here on a wait is worth a line: someone may wonder why nothing happens. */
  private static final Duration LONG_WAIT = Duration.ofSeconds(30);

  /**
   * What the clients of one provider share.
   *
   * @param cap of all calls of a day
   */
  record Shared(
      Standing standing,
      HttpSettings.Retries retries,
      DayCap cap,
      Exchange exchange,
      Pause pause,
      Clock clock,
      RandomGenerator random,
      Telemetry telemetry) {
    /** For messages. */
    String provider() {
      return standing.provider();
    }
  }

  private final Shared shared;
  private final Backoff backoff;
  private final Pacer pacer;
  private final Pacing.@Nullable Paid paid;
  private final DayCap paidCap;
  private final FailsafeExecutor<Outcome> executor;

  RetryingClient(Shared shared, Pacing pacing) {
    this.shared = shared;
    this.backoff = new Backoff(shared.retries(), pacing.floorAfter429(), shared.random());
    this.pacer = new Pacer(pacing.requestsPerMinute(), shared.pause(), System::nanoTime);
    this.paid = pacing.paid();
    this.paidCap = shared.standing().atMostPaid(paid == null ? Integer.MAX_VALUE : paid.mostADay());
    if (paid != null) {
      shared.telemetry().asking().paidCalls(shared.provider(), 0);
    }
    RetryPolicy<Outcome> retry =
        RetryPolicy.<Outcome>builder()
            .handleIf(
                (outcome, thrown) -> outcome instanceof Outcome.Failed failed && failed.retry())
            .withMaxAttempts(shared.retries().maxAttempts())
            .build();
    this.executor = Failsafe.with(retry, shared.standing().circuit());
  }

  @Override
  public JsonClient paced(Pacing pacing) {
    return new RetryingClient(shared, pacing);
  }

  @Override
  public JsonNode get(HttpUrl url, Map<String, String> headers)
      throws ProviderException, InterruptedException {
    return read(shared.exchange().request(url, headers).build()).document();
  }

  @Override
  public JsonNode post(HttpUrl url, Map<String, String> headers, JsonNode body)
      throws ProviderException, InterruptedException {
    RequestBody question = RequestBody.create(body.toString().getBytes(UTF_8), JSON);
    return read(shared.exchange().request(url, headers).post(question).build()).document();
  }

  @Override
  public JsonAnswer ask(JsonQuestion question) throws ProviderException, InterruptedException {
    Outcome.Read read = read(request(question).build());
    return new JsonAnswer(read.document(), read.links());
  }

  @Override
  public BytesAnswer bytes(JsonQuestion question) throws ProviderException, InterruptedException {
    Request request = request(question).tag(Wanted.class, Wanted.BYTES).build();
    if (answer(request) instanceof Outcome.Taken taken) {
      return new BytesAnswer(taken.status(), taken.body());
    }
    throw new AssertionError(request.url());
  }

  private Request.Builder request(JsonQuestion question) throws ProviderException {
    Request.Builder request =
        shared
            .exchange()
            .request(question.url(), question.headers())
            .tag(AnswerRules.class, question.rules())
            .tag(JsonQuestion.Signer.class, question.signer());
    JsonQuestion.Body body = question.body();
    if (body != null) {
      request.post(RequestBody.create(body.text().getBytes(UTF_8), MediaType.get(body.type())));
    }
    return request;
  }

  private Outcome.Read read(Request request) throws ProviderException, InterruptedException {
    if (answer(request) instanceof Outcome.Read read) {
      return read;
    }
    throw new AssertionError(request.url());
  }

  /** What came in the end: read or taken, as it was wanted. */
  private Outcome answer(Request request) throws ProviderException, InterruptedException {
    List<Outcome.Failed> earlier = new ArrayList<>();
    try {
      Outcome outcome = executor.get(context -> attempt(request, context, earlier));
      if (outcome instanceof Outcome.Failed failed) {
        throw givenUp(failed, earlier);
      }
      return outcome;
    } catch (CircuitBreakerOpenException e) {
      throw resting(earlier);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupted) {
        // Failsafe sets the flag again; the exception alone says it.
        Thread.interrupted();
        throw interrupted;
      }
      throw e;
    }
  }

  private Outcome attempt(
      Request request, ExecutionContext<Outcome> context, List<Outcome.Failed> earlier)
      throws InterruptedException {
    if (context.getLastResult() instanceof Outcome.Failed failed) {
      earlier.add(failed);
      waitAfter(failed, context.getAttemptCount());
    }
    shared.exchange().paced(pacer.acquire());
    if (!shared.cap().take(shared.clock().instant())) {
      return capped(shared.cap(), "max_calls_per_day");
    }
    if (paid != null) {
      if (!paidCap.take(shared.clock().instant())) {
        return capped(paidCap, paid.key());
      }
      shared.telemetry().asking().paidCalls(shared.provider(), 1);
    }
    return shared.exchange().run(request);
  }

  private Outcome capped(DayCap cap, String key) {
    String what =
        shared.provider()
            + " was asked "
            + cap.most()
            + " times today, which is as often as "
            + key
            + " allows; asked again tomorrow";
    return new Outcome.Failed(Kind.RATE_LIMITED, 0, what, null, false, Optional.empty());
  }

  private void waitAfter(Outcome.Failed failed, int attempts) throws InterruptedException {
    Duration wait = backoff.after(attempts, failed);
    if (backoff.cuts(failed)) {
      log.warn(
          "Vendor asks for a longer wait than is followed provider={} asked={} waiting={}",
          shared.provider(),
          failed.told().orElseThrow(),
          wait);
    } else if (wait.compareTo(LONG_WAIT) >= 0) {
      log.info(
          "Waiting before the next attempt provider={} status={} wait={}",
          shared.provider(),
          failed.status(),
          wait);
    }
    shared.pause().pause(wait);
  }

  private ProviderException givenUp(Outcome.Failed failed, List<Outcome.Failed> earlier) {
    int attempts = earlier.size() + 1;
    String ending = attempts > 1 ? "; given up after " + attempts + " attempts" : "";
    return failure(failed, ending, earlier);
  }

  private ProviderException resting(List<Outcome.Failed> earlier) {
    String next =
        shared
            .clock()
            .instant()
            .plus(shared.standing().circuit().getRemainingDelay())
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();
    if (!earlier.isEmpty()) {
      Outcome.Failed last = earlier.remove(earlier.size() - 1);
      return failure(last, "; left alone until " + next + " after repeated failure", earlier);
    }
    return new ProviderException(
        shared.provider(),
        Kind.UNAVAILABLE,
        shared.provider() + " failed repeatedly and is left alone until " + next);
  }

  private ProviderException failure(
      Outcome.Failed failed, String ending, List<Outcome.Failed> earlier) {
    ProviderException exception =
        new ProviderException(
            shared.provider(),
            failed.kind(),
            failed.status(),
            failed.what() + ending,
            failed.cause());
    for (Outcome.Failed other : earlier) {
      exception.addSuppressed(
          new ProviderException(
              shared.provider(), other.kind(), other.status(), other.what(), other.cause()));
    }
    return exception;
  }
}
