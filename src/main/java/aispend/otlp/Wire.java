// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;

/** Reads bodies of both encodings into the same message. */
final class Wire {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Wire() {}

  /** Fills a message with a body; refuses one that is not of its kind. */
  static <B extends Message.Builder> B read(OtlpBody body, int mostBytes, B into)
      throws OtlpRefusedException {
    byte[] bytes = body.unpacked(mostBytes);
    String kind = into.getDescriptorForType().getName();
    try {
      if (body.json()) {
        JsonNode json = JSON.readTree(bytes);
        JsonMessages.merge(json, into);
      } else {
        into.mergeFrom(bytes);
      }
      return into;
    } catch (InvalidProtocolBufferException e) {
      throw new OtlpRefusedException(
          400, "the body is not an " + kind + " in protobuf: " + e.getMessage());
    } catch (JsonMessages.MismatchException e) {
      throw new OtlpRefusedException(400, "the body is not an " + kind + ": " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw new OtlpRefusedException(400, "the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new OtlpRefusedException(400, "the body cannot be read: " + e.getMessage());
    }
  }
}
