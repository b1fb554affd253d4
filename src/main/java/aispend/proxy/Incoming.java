// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Tenant;
import java.util.List;
import java.util.Locale;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * A call as it came, but for its body.
 *
 * @param method GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS
 * @param headers all of them, credentials too: never to be logged or kept
 * @param tenant whose token it came with
 */
record Incoming(
    Place place, String method, List<Header> headers, Attribution attribution, Tenant tenant) {
  /** Only these may cost money. */
  boolean isPost() {
    return method.equals("POST");
  }

  private boolean mayHaveBody() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  Dialect dialect() {
    return Dialect.of(place.path());
  }

  @Nullable String header(String name) {
    return headers.stream()
        .filter(header -> header.is(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }

  /** What the body says; only JSON and forms say anything. */
  Asked asked(byte[] body) {
    String type = String.valueOf(header("content-type")).toLowerCase(Locale.ROOT);
    if (header("content-encoding") != null) {
      return Asked.NOTHING;
    }
    if (type.startsWith("multipart/form-data")) {
      return new Asked(ModelName.inForm(body).orElse(null), null, -1, "");
    }
    return Asked.of(body);
  }

  /** The body with the wish to be told the usage, where that is configured and was not said. */
  byte[] outgoing(byte[] body, Asked asked) {
    boolean wanted = place.upstream().includeUsage() && place.path().endsWith("/chat/completions");
    return wanted ? asked.withUsage(body) : body;
  }

  /** What is known before the call is made. */
  Dimensions dimensions(Asked asked) {
    String model = asked.model();
    Dimensions said =
        attribution
            .dimensions()
            .with(Dimension.PROVIDER, place.upstream().provider())
            .with(
                Dimension.MODEL,
                model != null ? model : ModelName.inPath(place.path()).orElse(null))
            .with(Dimension.OPERATION, Operation.of(place.path()).orElse(Operation.OTHER));
    return tenant.claim(said);
  }

  /** What the vendor is sent. */
  Request request(RequestBody body) {
    Headers.Builder sent = new Headers.Builder();
    for (Header header : Header.endToEnd(headers)) {
      boolean anew =
          header.is("host")
              || header.is("expect")
              || header.is("accept-encoding")
              || Attribution.owns(header.name());
      if (!anew) {
        sent.addUnsafeNonAscii(header.name(), header.value());
      }
    }
    sent.set("Accept-Encoding", encoding());
    return new Request.Builder()
        .url(place.url())
        .headers(sent.build())
        .method(method, mayHaveBody() ? body : null)
        .build();
  }

  /** Only what can be read here too. */
  private String encoding() {
    String accepted = String.valueOf(header("accept-encoding")).toLowerCase(Locale.ROOT);
    return accepted.matches("(.*,)?\\s*(x-)?gzip\\s*(,.*|;\\s*q=(1|0?\\.[0-9]*[1-9]).*)?")
        ? "gzip"
        : "identity";
  }
}
