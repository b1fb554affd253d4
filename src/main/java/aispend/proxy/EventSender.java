// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to the daemon in batches, in the background, on one thread. What the daemon cannot
 * take now is sent again, as an event counts once however often it is sent; what it refuses is
 * dropped and counted. Nothing is kept on disk.
 */
final class EventSender implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventSender.class);
  private static final MediaType LINES = MediaType.get("application/x-ndjson");
  private static final int MOST_AT_ONCE = 500;
  private static final long LONGEST_WAIT_SECONDS = 60;
  private static final long MOST_ANSWER_BYTES = 1 << 20;
  private static final Pattern REJECTED = Pattern.compile("\"index\":");

  private final HttpUrl url;
  private final @Nullable String token;
  private final Duration patience;
  private final EventQueue queue;
  private final OkHttpClient client;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "aispend-events");
  private boolean failing;

  /**
   * A sender.
   *
   * @param daemon its address
   * @param patience how long closing may take
   */
  EventSender(HttpUrl daemon, @Nullable String token, EventQueue queue, Duration patience) {
    this.url = daemon.newBuilder().addPathSegments("api/events").build();
    this.token = token;
    this.queue = queue;
    this.patience = patience;
    this.client =
        new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(5))
            .callTimeout(Duration.ofSeconds(30))
            .build();
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Sends what waits, for as long as the patience lasts; the rest is dropped and counted. */
  @Override
  public void close() {
    queue.close();
    closing.countDown();
    try {
      thread.join(patience.toMillis());
      client.dispatcher().cancelAll();
      thread.join(patience.toMillis());
    } catch (InterruptedException e) {
      client.dispatcher().cancelAll();
      Thread.currentThread().interrupt();
    }
    queue.clear();
    client.connectionPool().evictAll();
  }

  private void run() {
    try {
      for (List<String> batch = queue.take(MOST_AT_ONCE);
          !batch.isEmpty();
          batch = queue.take(MOST_AT_ONCE)) {
        deliver(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(List<String> batch) throws InterruptedException {
    long wait = 1;
    for (Duration told = post(batch); told != null; told = post(batch)) {
      long seconds = Math.max(wait, Math.min(told.toSeconds(), LONGEST_WAIT_SECONDS));
      if (closing.await(seconds, TimeUnit.SECONDS)) {
        if (post(batch) != null) {
          queue.drop(batch.size());
        }
        return;
      }
      wait = Math.min(2 * wait, LONGEST_WAIT_SECONDS);
    }
  }

  /** Null when the batch is done with; else what the daemon wants to be waited for, maybe zero. */
  private @Nullable Duration post(List<String> batch) {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .post(RequestBody.create(String.join("\n", batch) + "\n", LINES));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (Response response = client.newCall(request.build()).execute()) {
      return judge(response, batch.size());
    } catch (IOException e) {
      failed(e.getClass().getSimpleName());
      return Duration.ZERO;
    }
  }

  private @Nullable Duration judge(Response response, int size) throws IOException {
    int status = response.code();
    if (status == 429 || status >= 500) {
      failed("status " + status);
      return retryAfter(response);
    }
    if (status == 200 || status == 422) {
      queue.drop(rejected(response.peekBody(MOST_ANSWER_BYTES).string()));
      failing = false;
    } else {
      queue.drop(size);
      failed("status " + status + "; check the address and the token");
    }
    return null;
  }

  private static long rejected(String answer) {
    Matcher events = REJECTED.matcher(answer);
    long count = 0;
    while (events.find()) {
      count++;
    }
    return count;
  }

  private static Duration retryAfter(Response response) {
    String told = response.header("Retry-After", "");
    return told != null && told.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(told))
        : Duration.ZERO;
  }

  /** Said once, until it goes well again. */
  private void failed(String cause) {
    if (!failing) {
      log.warn("Events cannot be sent. url={} cause={}", url.redact(), cause);
    }
    failing = true;
  }
}
