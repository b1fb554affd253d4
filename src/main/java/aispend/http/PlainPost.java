// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

/** One post, one answer. */
final class PlainPost implements BytesClient {
  private static final long MAX_ANSWER_BYTES = 64L << 10;

  private final OkHttpClient client;
  private final InterruptibleReads reads;
  private final Clock clock;
  private final String userAgent;

  PlainPost(OkHttpClient client, InterruptibleReads reads, Clock clock, String userAgent) {
    this.client = client;
    this.reads = reads;
    this.clock = clock;
    this.userAgent = userAgent;
  }

  @Override
  public Answer post(URI url, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpUrl address = Objects.requireNonNull(HttpUrl.get(url), "an http or https URL");
    Request.Builder request =
        new Request.Builder()
            .url(address)
            .header("User-Agent", userAgent)
            .post(RequestBody.create(body));
    headers.forEach(request::header);
    Request built = request.build();
    Call call = client.newCall(built);
    Reply reply = reads.reply(call, new Replies(address.host(), MAX_ANSWER_BYTES, clock));
    return new Answer(
        reply.status(),
        Refusals.scrubbed(built, reply.body().readUtf8()),
        ToldWait.of(reply.status(), reply.headers(), clock));
  }
}
