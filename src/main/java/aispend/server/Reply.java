// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.ApiException;
import aispend.api.ApiJson;
import aispend.api.Download;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with. Errors are JSON: status, error, message, and what is allowed.
 */
final class Reply {
  private static final String JSON = "application/json";

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  private final int status;
  private final String contentType;
  private final List<ByteBuffer> body;
  private final Download.@Nullable Content stream;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable Supplier<byte[]> packed;

  private Reply(
      int status, String contentType, List<ByteBuffer> body, Download.@Nullable Content stream) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.stream = stream;
  }

  static Reply of(String contentType, byte[] body) {
    return of(200, contentType, body);
  }

  /** With a body in pieces, which are read from where they stand. */
  static Reply of(String contentType, List<ByteBuffer> pieces) {
    return new Reply(200, contentType, pieces, null);
  }

  static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, contentType, List.of(ByteBuffer.wrap(body)), null);
  }

  /** A file, written while it is sent. */
  static Reply of(Download file) {
    return new Reply(200, file.contentType(), List.of(), file.content())
        .with("Content-Disposition", "attachment; filename=\"" + file.fileName() + "\"");
  }

  static Reply json(int status, Object value) {
    return of(status, JSON, ApiJson.write(value));
  }

  static Reply json(byte[] body) {
    return of(200, JSON, body);
  }

  static Reply error(int status, String message) {
    return error(status, message, null, null);
  }

  static Reply error(ApiException e) {
    return error(e.status(), String.valueOf(e.getMessage()), e.parameter(), e.allowed());
  }

  private static Reply error(
      int status, String message, @Nullable String parameter, @Nullable String allowed) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("status", status);
    error.put("error", REASONS.getOrDefault(status, "Error"));
    error.put("message", message);
    if (parameter != null) {
      error.put("parameter", parameter);
    }
    if (allowed != null) {
      error.put("allowed", allowed);
    }
    return json(status, error);
  }

  Reply with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** The same body as gzip, for those who take it, asked for only then. */
  Reply withPacked(Supplier<byte[]> gzip) {
    packed = gzip;
    return this;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  /** The body; to be sent once. */
  List<ByteBuffer> body() {
    return body;
  }

  /** The body as gzip, where it is at hand; else whoever sends it packs it. */
  Optional<Supplier<byte[]>> packed() {
    return Optional.ofNullable(packed);
  }

  /** What writes the body instead; to be asked once, by a thread that may wait. */
  Optional<Download.Content> stream() {
    return Optional.ofNullable(stream);
  }

  Map<String, String> headers() {
    return headers;
  }
}
