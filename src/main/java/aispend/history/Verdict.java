// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import aispend.http.BytesClient;
import aispend.model.ProviderException;
import java.time.Duration;
import java.util.Optional;

/**
 * What an answer means.
 *
 * @param told how long the other side asks to wait
 * @param what one sentence for a person
 */
record Verdict(Kind kind, Optional<Duration> told, String what) {
  /** What is to be done. */
  enum Kind {
    /** All was taken. */
    TAKEN,
    /** Something in it is refused for what it is, and will be again. */
    BAD,
    /** It does not take so much at once. */
    TOO_LARGE,
    /** It cannot be reached or is busy: try again. */
    AWAY,
    /** It refuses us: somebody must correct a setting; try again in case. */
    REFUSED
  }

  private static final String TOO_OLD = "too old sample";

  static Verdict of(BytesClient.Answer answer) {
    Kind kind = kind(answer);
    String said = ProviderException.quote(answer.said().strip());
    String what = "answered " + answer.status() + (said.isEmpty() ? "" : ": " + said);
    return new Verdict(kind, answer.retryAfter(), what + remedy(answer, kind));
  }

  static Verdict unanswered(Exception failure) {
    String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    return new Verdict(
        Kind.AWAY, Optional.empty(), "cannot be reached: " + ProviderException.quote(reason));
  }

  private static Kind kind(BytesClient.Answer answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return Kind.TAKEN;
    }
    // Thanos says 409 to what is out of order or a duplicate; others say 422. Prometheus 2.39 to
    // 2.49 says 500 to what is too old, which would be tried for ever.
    if (status == 400
        || status == 409
        || status == 422
        || (status == 500 && answer.said().contains(TOO_OLD))) {
      return Kind.BAD;
    }
    if (status == 413) {
      return Kind.TOO_LARGE;
    }
    return status == 408 || status == 429 || status >= 500 ? Kind.AWAY : Kind.REFUSED;
  }

  private static String remedy(BytesClient.Answer answer, Kind kind) {
    if (kind == Kind.BAD) {
      boolean old =
          answer.said().contains(TOO_OLD)
              || answer.said().contains("out of order")
              || answer.said().contains("out of bounds");
      return old ? "; its out-of-order window must be at least history.window" : "";
    }
    if (kind != Kind.REFUSED) {
      return "";
    }
    return switch (answer.status()) {
      case 401, 403 -> "; check the credential and the tenant of [history]";
      case 404, 405 ->
          "; check the path of history.remote_write_url, and that it takes remote write"
              + " (Prometheus: --web.enable-remote-write-receiver)";
      default -> "; check history.remote_write_url";
    };
  }
}
