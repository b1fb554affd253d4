// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A provider could not be asked, or answered what cannot be used. The message is one sentence for a
 * person: what failed and what to do. It holds no credential, and the vendor's own text is cut to
 * {@value #MAX_VENDOR_TEXT} characters.
 */
public final class ProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  public static final int MAX_VENDOR_TEXT = 200;

  /** What went wrong, which decides whether asking again may help. */
  public enum Kind {
    /** 401, 403: the key is missing, wrong, expired, or lacks a scope. Not retried. */
    AUTH("auth_error"),
    /** 429: asked too often. Retried as the vendor says. */
    RATE_LIMITED("rate_limited"),
    /** Unreachable, cut off, or a server error. Retried. */
    UNAVAILABLE("unavailable"),
    /** An answer that cannot be read, or a refusal of the request itself. Not retried. */
    BAD_RESPONSE("bad_response");

    private final String outcome;

    Kind(String outcome) {
      this.outcome = outcome;
    }

    /** The metric label {@code outcome}. */
    public String outcome() {
      return outcome;
    }

    public boolean retryable() {
      return this == RATE_LIMITED || this == UNAVAILABLE;
    }
  }

  private final String provider;
  private final Kind kind;
  private final int status;

  /**
   * A failure with the answer's status.
   *
   * @param status the HTTP status code; 0 when there was no answer
   */
  public ProviderException(
      String provider, Kind kind, int status, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.provider = requireNonNull(provider, "provider");
    this.kind = requireNonNull(kind, "kind");
    this.status = status;
  }

  public ProviderException(String provider, Kind kind, String message, @Nullable Throwable cause) {
    this(provider, kind, 0, message, cause);
  }

  public ProviderException(String provider, Kind kind, String message) {
    this(provider, kind, message, null);
  }

  public String provider() {
    return provider;
  }

  public Kind kind() {
    return kind;
  }

  /** The HTTP status of the answer that failed; empty when there was none or it is not known. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** A vendor's text for use in a message: one line, without control characters, cut. */
  public static String quote(String vendorText) {
    String line = vendorText.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > MAX_VENDOR_TEXT ? line.substring(0, MAX_VENDOR_TEXT) + "..." : line;
  }
}
