// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException;
import aispend.telemetry.Telemetry;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's outgoing HTTP: one connection pool, one client per provider. Redirects are never
 * followed, because they would carry the credential to another host. Closing it ends all calls and
 * waits at once with {@link InterruptedException}. Any thread may use it.
 */
public final class OutgoingHttp implements AutoCloseable {
  private final Telemetry telemetry;
  private final Clock clock;
  private final String userAgent;
  private final Pause pause;
  private final RandomGenerator random;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool(OutgoingHttp::daemon);

  // Attempts are ours to make and to count, so OkHttp makes none of its own.
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .followRedirects(false)
          .followSslRedirects(false)
          .retryOnConnectionFailure(false)
          .build();

  /**
   * Makes the daemon's own.
   *
   * @param userAgent who asks: {@code aispend/1.0 (address)}
   */
  public OutgoingHttp(Telemetry telemetry, Clock clock, String userAgent) {
    this(telemetry, clock, userAgent, null, RandomGenerator.of("L64X128MixRandom"));
  }

  /**
   * With time and chance in the caller's hands.
   *
   * @param pause how to wait; null for really
   */
  public OutgoingHttp(
      Telemetry telemetry,
      Clock clock,
      String userAgent,
      @Nullable Pause pause,
      RandomGenerator random) {
    this.telemetry = telemetry;
    this.clock = clock;
    this.userAgent = userAgent;
    this.pause = pause == null ? this::pauseUnlessClosed : pause;
    this.random = random;
  }

  /**
   * A client for one provider that was never asked before.
   *
   * @param provider the configured name, for messages and the metric label
   */
  public JsonClient client(String provider, HttpSettings settings) {
    return client(Standing.of(provider, settings.circuit()), settings);
  }

  /** A client for a provider that may have been asked before. */
  public JsonClient client(Standing standing, HttpSettings settings) {
    String provider = standing.provider();
    OkHttpClient own = KeptConnections.renewedBy(within(settings.timeouts()));
    Replies replies = new Replies(provider, settings.maxAnswerBytes(), clock);
    Exchange exchange = new Exchange(own, reads(), replies, telemetry, userAgent);
    return new RetryingClient(
        new RetryingClient.Shared(
            standing,
            settings.retries(),
            standing.atMost(settings.callsPerDay()),
            exchange,
            pause,
            clock,
            random,
            telemetry),
        Pacing.NONE);
  }

  /**
   * One JSON document of the web, read with the retries of vendors.
   *
   * @param name for messages and the metric label
   * @throws ProviderException as {@link JsonClient#get}
   */
  public JsonNode document(String name, URI url, HttpSettings settings)
      throws ProviderException, InterruptedException {
    return client(name, settings).get(HttpUrl.get(url.toString()), Map.of());
  }

  /** A client that posts bytes, each once; the caller judges the answer and decides what then. */
  public BytesClient bytesClient(HttpSettings.Timeouts timeouts) {
    return new PlainPost(within(timeouts), reads(), clock, userAgent);
  }

  private InterruptibleReads reads() {
    return new InterruptibleReads(threads, closed);
  }

  private OkHttpClient within(HttpSettings.Timeouts timeouts) {
    return client
        .newBuilder()
        .connectTimeout(timeouts.connect())
        .readTimeout(timeouts.read())
        .writeTimeout(timeouts.read())
        .callTimeout(timeouts.call())
        .build();
  }

  @Override
  public void close() {
    closed.countDown();
    client.dispatcher().cancelAll();
    threads.shutdownNow();
    client.connectionPool().evictAll();
  }

  private void pauseUnlessClosed(Duration duration) throws InterruptedException {
    if (closed.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new InterruptedException("the daemon stops");
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "http");
    thread.setDaemon(true);
    return thread;
  }
}
