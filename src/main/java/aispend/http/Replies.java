// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads answers and judges them: a document, or a failure with its kind, its reason in a person's
 * words, and whether asking again may help.
 *
 * @param maxBytes largest answer read, after decompression
 */
record Replies(String provider, long maxBytes, Clock clock) {
  /** As much of a refusal as can hold its reason. */
  private static final long MAX_REFUSAL_BYTES = 64L << 10;

  private static final long PIECE = 8_192;
  private static final int NO_CONTENT = 204;

  Reply read(Call call) throws IOException {
    try (Response response = call.execute()) {
      long wanted = most(call.request());
      long most = response.isSuccessful() ? wanted : Math.min(wanted, MAX_REFUSAL_BYTES);
      Buffer body = new Buffer();
      boolean cut = response.body().contentLength() > most && response.isSuccessful();
      BufferedSource source = response.body().source();
      while (!cut && source.read(body, PIECE) >= 0) {
        cut = body.size() > most;
      }
      return new Reply(response.code(), response.headers(), body, cut);
    }
  }

  private long most(Request request) {
    return Math.min(maxBytes, AnswerRules.of(request).maxBytes());
  }

  /** A call that brought no whole answer: no connection, cut off, timed out. */
  Outcome unanswered(Request request, IOException cause) {
    String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    String what = at(request) + " cannot be reached: " + ProviderException.quote(reason);
    return new Outcome.Failed(Kind.UNAVAILABLE, 0, what, cause, true, Optional.empty());
  }

  Outcome judge(Request request, Reply reply) {
    int status = reply.status();
    if (status >= 200 && status < 300) {
      return document(request, reply);
    }
    if (status >= 300 && status < 400) {
      return redirect(request, reply);
    }
    String reason = Refusals.reason(request, reply);
    String what = at(request) + " answered " + status + (reason.isEmpty() ? "" : ": " + reason);
    Optional<Kind> told = AnswerRules.of(request).codes().kind(reply);
    if (told.isPresent()) {
      return failed(request, told.get(), reply, what, told.get().retryable());
    }
    if (limitedBy403(reply)) {
      return failed(request, Kind.RATE_LIMITED, reply, what, shouldRetry(request, reply));
    }
    if (status == 401 || status == 403) {
      return failed(request, Kind.AUTH, reply, what, false);
    }
    boolean again = shouldRetry(request, reply);
    if (status == 429) {
      return failed(request, Kind.RATE_LIMITED, reply, what, again);
    }
    boolean passing = status == 408 || status == 409 || status >= 500 || again;
    return failed(request, passing ? Kind.UNAVAILABLE : Kind.BAD_RESPONSE, reply, what, again);
  }

  /** A limit told as GitHub does: a refusal that says when to come again, or that none is left. */
  private static boolean limitedBy403(Reply reply) {
    Headers headers = reply.headers();
    String left = Objects.requireNonNullElse(headers.get("x-ratelimit-remaining"), "");
    return reply.status() == 403
        && (headers.get("Retry-After") != null || left.strip().equals("0"));
  }

  private static boolean shouldRetry(Request request, Reply reply) {
    String advice = Objects.requireNonNullElse(reply.headers().get("x-should-retry"), "");
    if (advice.equals("true") || advice.equals("false")) {
      return advice.equals("true");
    }
    int status = reply.status();
    return status == 408
        || status == 409
        || status == 429
        || status >= 500
        || limitedBy403(reply)
        || AnswerRules.of(request).retried().contains(status);
  }

  private Outcome document(Request request, Reply reply) {
    if (reply.cut()) {
      return bad(
          request, reply, "an answer of more than " + most(request) + " bytes, which is not read");
    }
    if (Wanted.of(request) == Wanted.BYTES) {
      return new Outcome.Taken(reply.status(), reply.body().snapshot());
    }
    boolean lines = AnswerRules.of(request).lines();
    if (reply.status() == NO_CONTENT) {
      return read(lines ? Json.list() : MissingNode.getInstance(), reply);
    }
    if (reply.body().size() == 0) {
      return lines ? read(Json.list(), reply) : bad(request, reply, "an empty answer");
    }
    String beginning = Refusals.beginning(request, reply.body());
    try {
      JsonNode document =
          lines
              ? Json.readLines(reply.body().inputStream())
              : Json.read(reply.body().inputStream());
      return document.isMissingNode()
          ? bad(request, reply, "an empty answer")
          : read(document, reply);
    } catch (JsonProcessingException e) {
      // Not kept as a cause: its message quotes the answer, which does not belong in a log.
      String reason =
          Refusals.scrubbed(request, Objects.requireNonNullElse(e.getOriginalMessage(), ""));
      return bad(request, reply, unreadable(reply, reason, beginning));
    } catch (IOException e) {
      return bad(request, reply, unreadable(reply, "not valid UTF-8", beginning));
    }
  }

  private static Outcome read(JsonNode document, Reply reply) {
    return new Outcome.Read(document, reply.headers().values("Link"));
  }

  private static String unreadable(Reply reply, String reason, String beginning) {
    String type =
        Objects.requireNonNullElse(reply.headers().get("Content-Type"), "no content type");
    return String.format(
        "an answer that is not JSON (%s; %s), beginning with \"%s\"; check base_url and proxies",
        ProviderException.quote(type), ProviderException.quote(reason), beginning);
  }

  private Outcome redirect(Request request, Reply reply) {
    String location = Objects.requireNonNullElse(reply.headers().get("Location"), "");
    HttpUrl target = request.url().resolve(location);
    String where = target == null ? "nowhere" : target.scheme() + "://" + target.host();
    String what =
        String.format(
            "%s answered %d, a redirect to %s, which is not followed because it would carry the key"
                + " along; set base_url to where the vendor is",
            at(request), reply.status(), where);
    return failed(request, Kind.BAD_RESPONSE, reply, what, false);
  }

  private Outcome bad(Request request, Reply reply, String what) {
    String sentence = at(request) + " answered " + reply.status() + " with " + what;
    return failed(request, Kind.BAD_RESPONSE, reply, sentence, false);
  }

  private Outcome failed(Request request, Kind kind, Reply reply, String what, boolean retry) {
    Headers headers = reply.headers();
    int status = kind == Kind.RATE_LIMITED ? 429 : reply.status();
    Optional<Duration> told =
        retry
            ? ToldWait.of(status, headers, clock, AnswerRules.of(request).waitHeaders())
            : Optional.empty();
    return new Outcome.Failed(kind, reply.status(), what, null, retry, told);
  }

  private static String at(Request request) {
    return request.url().host() + request.url().encodedPath();
  }
}
