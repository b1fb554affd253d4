// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.SeriesReading;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** A SHA-256 over parts, none of which can be taken for two others. Used once. */
final class Digest {
  private final MessageDigest sha256;

  Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  Digest add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Digest add(long number) {
    return add(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Attributes in the order of their names, without some. */
  Digest add(List<KeyValue> attributes, Set<String> left) {
    List<KeyValue> told =
        attributes.stream()
            .filter(entry -> !left.contains(entry.getKey()))
            .sorted(Comparator.comparing(KeyValue::getKey))
            .toList();
    add(told.size());
    for (KeyValue entry : told) {
      add(entry.getKey()).add(entry.getValue().toByteArray());
    }
    return this;
  }

  /** The first 16 bytes as a key. */
  SeriesReading.Key key() {
    ByteBuffer bytes = ByteBuffer.wrap(sha256.digest());
    return new SeriesReading.Key(bytes.getLong(), bytes.getLong());
  }

  /** The first 16 bytes in hex. */
  String hex() {
    return HexFormat.of().formatHex(sha256.digest(), 0, 16);
  }

  /** The first 8 bytes. */
  long number() {
    return ByteBuffer.wrap(sha256.digest()).getLong();
  }

  private Digest add(byte[] bytes) {
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha256.update(bytes);
    return this;
  }
}
