// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Locale.ROOT;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt: sends a request, reads the whole answer, and judges it. */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  private final OkHttpClient client;
  private final InterruptibleReads reads;
  private final Replies replies;
  private final Telemetry telemetry;
  private final String userAgent;

  Exchange(
      OkHttpClient client,
      InterruptibleReads reads,
      Replies replies,
      Telemetry telemetry,
      String userAgent) {
    this.client = client;
    this.reads = reads;
    this.replies = replies;
    this.telemetry = telemetry;
    this.userAgent = userAgent;
  }

  /**
   * Begins a request.
   *
   * @throws ProviderException kind AUTH when a header, and so most likely the key, cannot be sent
   */
  Request.Builder request(HttpUrl url, Map<String, String> headers) throws ProviderException {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .header("User-Agent", userAgent)
            .header("Accept", "application/json");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      requireSendable(header.getKey(), header.getValue());
      request.header(header.getKey(), header.getValue());
    }
    return request;
  }

  /** A request is held back before it is run. */
  void paced(Duration waited) {
    telemetry.asking().paced(replies.provider(), waited);
  }

  private static Request signed(Request request) {
    JsonQuestion.Signer signer = request.tag(JsonQuestion.Signer.class);
    if (signer == null) {
      return request;
    }
    Request.Builder signed = request.newBuilder();
    signer.headers().forEach(signed::header);
    return signed.build();
  }

  Outcome run(Request question) throws InterruptedException {
    long started = System.nanoTime();
    Request request = signed(question);
    Call call = client.newCall(KeptConnections.watched(request));
    Outcome outcome;
    int status = 0;
    try {
      Reply reply = reads.reply(call, replies);
      status = reply.status();
      QuotaHeaders.remaining(reply.headers())
          .forEach((quota, left) -> telemetry.asking().quotaLeft(replies.provider(), quota, left));
      outcome = replies.judge(request, reply);
    } catch (IOException e) {
      outcome = replies.unanswered(request, e);
    }
    telemetry.asking().called(replies.provider());
    telemetry.asking().answered(replies.provider(), status);
    log.debug(
        "Asked provider={} path={} parameters={} status={} millis={}",
        replies.provider(),
        request.url().encodedPath(),
        request.url().queryParameterNames(),
        status,
        Duration.ofNanos(System.nanoTime() - started).toMillis());
    return outcome;
  }

  /** OkHttp would refuse it too, but with the value in its message. */
  private void requireSendable(String name, String value) throws ProviderException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && (c < 0x20 || c > 0x7e)) {
        throw new ProviderException(
            replies.provider(),
            Kind.AUTH,
            String.format(
                ROOT,
                "the %s header cannot be sent: character %d of its value is U+%04X; "
                    + "check the key for line ends, quotes and pasted blanks",
                name,
                i + 1,
                (int) c));
      }
    }
  }
}
