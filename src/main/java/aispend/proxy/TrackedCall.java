// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.usage.AnswerReader;
import aispend.usage.Answers;
import aispend.usage.CallUsage;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * One call of an application from its request to the end of its answer. Tells its event once. Used
 * by one thread at a time.
 */
final class TrackedCall {
  private static final int FIRST_FAILURE = 400;
  private static final String UNKNOWN = "unknown";

  /**
   * What is known of a call before its answer.
   *
   * @param path as it was sent, percent-encoded, without the query
   */
  record Asked(
      String provider, String kind, String path, CallAttribution attribution, Instant at) {}

  private final Asked asked;
  private final BooleanSupplier canceled;
  private final Consumer<ObjectNode> events;
  private final long begunNanos = System.nanoTime();
  private AnswerReader request;
  private AnswerReader answer;
  private int status;
  private @Nullable Long firstTokenMillis;
  private boolean told;

  /**
   * A call that begins now.
   *
   * @param canceled whether the application gave it up
   */
  TrackedCall(Asked asked, BooleanSupplier canceled, Consumer<ObjectNode> events) {
    this.asked = asked;
    this.canceled = canceled;
    this.events = events;
    this.request = Answers.reader("application/json", asked.path());
    this.answer = Answers.reader(null, asked.path());
  }

  /** Who looks over the request, from its start. */
  AnswerReader request() {
    request = Answers.reader("application/json", asked.path());
    return request;
  }

  /** The same answer, looked over while it is read. */
  Response watch(Response response) {
    ResponseBody body = response.body();
    MediaType type = body.contentType();
    status = response.code();
    answer = Answers.reader(type == null ? null : type.toString(), asked.path());
    return response
        .newBuilder()
        .body(
            ResponseBody.create(
                Okio.buffer(new TrackedSource(body.source(), this)), type, body.contentLength()))
        .build();
  }

  void take(Buffer buffer, long offset, long byteCount) {
    if (told) {
      return;
    }
    Passing.show(buffer, offset, byteCount, answer);
    if (firstTokenMillis == null && answer.begun()) {
      firstTokenMillis = elapsedMillis();
    }
  }

  /** The answer came whole. */
  void ended() {
    tell("ok");
  }

  /** The application is done with the answer, maybe before its end. */
  void closed() {
    tell(answer.complete() ? "ok" : "aborted");
  }

  /** The connection failed, or the application cut it. */
  void broken() {
    tell(canceled.getAsBoolean() ? "aborted" : "error");
  }

  private void tell(String outcome) {
    if (told) {
      return;
    }
    told = true;
    boolean failed = status >= FIRST_FAILURE || answer.failed();
    events.accept(event(failed ? "error" : outcome));
  }

  private ObjectNode event(String outcome) {
    CallUsage used = answer.usage();
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .put("event_id", UUID.randomUUID().toString())
        .put("timestamp", asked.at().toString())
        .put("event_type", asked.kind())
        .put("provider", asked.provider())
        .put("model", model(used))
        .put("status", outcome)
        .put("latency_ms", elapsedMillis());
    if (firstTokenMillis != null) {
      event.put("ttft_ms", firstTokenMillis);
    }
    asked.attribution().fields().forEach(event::put);
    answer.told().ifPresent(usage -> event.set("usage", usage));
    if (used.responseId() != null) {
      event.putObject("metadata").put("response_id", used.responseId());
    }
    return event;
  }

  private String model(CallUsage used) {
    if (used.model() != null) {
      return used.model();
    }
    String wanted = request.usage().model();
    return wanted == null ? UNKNOWN : wanted;
  }

  private long elapsedMillis() {
    return Duration.ofNanos(System.nanoTime() - begunNanos).toMillis();
  }
}
