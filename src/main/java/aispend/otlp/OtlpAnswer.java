// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An answer in the request's encoding. */
@SuppressWarnings("ArrayRecordComponent") // an answer has no equals; it is sent once
public record OtlpAnswer(String contentType, byte[] bytes) {
  private static final int INVALID_ARGUMENT = 3;
  private static final int UNAVAILABLE = 14;

  /** Says that all was taken, or how much was not and why; exporters send none of it again. */
  static OtlpAnswer of(OtlpReceiver.Signal signal, boolean json, Tally tally) {
    if (json) {
      return json(success(signal, tally));
    }
    boolean partial = tally.rejected() > 0;
    byte[] bytes =
        switch (signal) {
          case TRACES ->
              (partial
                      ? ExportTraceServiceResponse.newBuilder()
                          .setPartialSuccess(
                              ExportTracePartialSuccess.newBuilder()
                                  .setRejectedSpans(tally.rejected())
                                  .setErrorMessage(tally.message()))
                          .build()
                      : ExportTraceServiceResponse.getDefaultInstance())
                  .toByteArray();
          case METRICS ->
              (partial
                      ? ExportMetricsServiceResponse.newBuilder()
                          .setPartialSuccess(
                              ExportMetricsPartialSuccess.newBuilder()
                                  .setRejectedDataPoints(tally.rejected())
                                  .setErrorMessage(tally.message()))
                          .build()
                      : ExportMetricsServiceResponse.getDefaultInstance())
                  .toByteArray();
          case LOGS -> new byte[0];
        };
    return new OtlpAnswer(OtlpBody.PROTOBUF, bytes);
  }

  /** Says why a request was refused: a {@code google.rpc.Status}. */
  public static OtlpAnswer error(boolean json, OtlpRefusedException refused) {
    int code = refused.temporary() ? UNAVAILABLE : INVALID_ARGUMENT;
    String message = String.valueOf(refused.getMessage());
    if (json) {
      return json(JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt32(1, code);
      out.writeString(2, message);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OtlpAnswer(OtlpBody.PROTOBUF, bytes.toByteArray());
  }

  private static ObjectNode success(OtlpReceiver.Signal signal, Tally tally) {
    ObjectNode partial = JsonNodeFactory.instance.objectNode();
    if (tally.rejected() > 0) {
      String field = signal == OtlpReceiver.Signal.TRACES ? "rejectedSpans" : "rejectedDataPoints";
      partial.put(field, Integer.toString(tally.rejected())).put("errorMessage", tally.message());
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("partialSuccess", partial);
    return answer;
  }

  private static OtlpAnswer json(ObjectNode answer) {
    return new OtlpAnswer(OtlpBody.JSON, answer.toString().getBytes(StandardCharsets.UTF_8));
  }
}
