// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedEvent;
import aispend.telemetry.ProxyTelemetry;
import aispend.usage.CallUsage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call on its way: to the vendor, and its answer back, piece by piece; then its record. Used by
 * the call's thread.
 */
final class Passage {
  private static final Logger log = LoggerFactory.getLogger(Passage.class);
  private static final int PIECE = 16_384;

  /** What all calls share. */
  record Tools(AnswerReaders readers, Recorder recorder, ProxyTelemetry telemetry, Clock clock) {}

  private final Tools tools;
  private final Incoming incoming;
  private final Dimensions dimensions;
  private final @Nullable Long fingerprint;
  private final Caller caller;
  private final Call call;
  private final Instant at;
  private final long begunNanos = System.nanoTime();
  private int status;
  private @Nullable Long firstTokenNanos;
  private CallUsage usage = CallUsage.NONE;
  private boolean failed;

  Passage(Tools tools, Incoming incoming, Asked asked, Caller caller, Call call) {
    this.tools = tools;
    this.incoming = incoming;
    this.dimensions = incoming.dimensions(asked);
    this.fingerprint = asked.fingerprint();
    this.caller = caller;
    this.call = call;
    this.at = tools.clock().instant();
  }

  /** Makes the call; nothing that befalls it is thrown. */
  void make() {
    caller.whenGone(call::cancel);
    try (Response response = call.execute()) {
      status = response.code();
      pass(response);
      caller.end();
      ended(failed || status >= 400 ? Outcome.ERROR : Outcome.SUCCESS);
    } catch (CallerGoneException e) {
      aborted();
    } catch (IOException e) {
      if (caller.gone()) {
        aborted();
      } else {
        brokenOff(e);
      }
    }
  }

  private void pass(Response response) throws IOException {
    caller.begin(status, headers(response), length(response));
    AnswerTap tap =
        new AnswerTap(
            tools.readers().reader(response.header("Content-Type"), incoming.place().path()),
            response.header("Content-Encoding"));
    try (tap;
        InputStream body = response.body().byteStream()) {
      byte[] piece = new byte[PIECE];
      for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
        caller.write(piece, 0, n);
        tap.take(piece, 0, n);
      }
    } finally {
      firstTokenNanos = tap.firstTokenNanos();
      usage = tap.usage();
      failed = tap.failed();
    }
  }

  private static List<Header> headers(Response response) {
    List<Header> headers = new ArrayList<>();
    response.headers().forEach(pair -> headers.add(new Header(pair.getFirst(), pair.getSecond())));
    return Header.endToEnd(headers);
  }

  private static long length(Response response) {
    String length = response.header("Content-Length");
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
  }

  private void aborted() {
    call.cancel();
    caller.cut();
    ended(Outcome.ABORTED);
  }

  /** The vendor cannot be reached, or went away within its answer. */
  private void brokenOff(IOException cause) {
    String name = incoming.place().upstream().name();
    log.debug("A call broke off upstream={} begun={}", name, caller.begun(), cause);
    if (caller.begun()) {
      caller.cut();
    } else {
      boolean late = cause instanceof java.net.SocketTimeoutException;
      Refusal refusal =
          new Refusal(
              late ? 504 : 502,
              "upstream_unreachable",
              "aispend could not get an answer from the upstream " + name + ": " + cause,
              Map.of());
      try {
        refusal.answer(caller, incoming.dialect());
      } catch (CallerGoneException e) {
        log.debug("A caller did not wait for its refusal", e);
        caller.cut();
      }
    }
    ended(Outcome.ERROR);
  }

  private void ended(Outcome outcome) {
    String provider = incoming.place().upstream().provider();
    tools.telemetry().called(provider, status);
    boolean known = Operation.of(incoming.place().path()).isPresent();
    if (!incoming.isPost() || !(known || usage.counted())) {
      return;
    }
    if (!usage.counted() && outcome == Outcome.SUCCESS) {
      tools.telemetry().withoutUsage(provider);
    }
    ReportedEvent.Timing timing =
        new ReportedEvent.Timing(
            millis(System.nanoTime()), firstTokenNanos == null ? null : millis(firstTokenNanos));
    tools
        .recorder()
        .add(CallRecord.event(at, dimensions, fingerprint, status, usage, outcome, timing));
  }

  private long millis(long nanos) {
    return Duration.ofNanos(nanos - begunNanos).toMillis();
  }
}
