// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.usage.AnswerReader;
import aispend.usage.CallUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GunzipTest {
  private static final String TEXT = "{\"usage\":{}} ".repeat(3_000);

  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private final AnswerReader reader =
      new AnswerReader() {
        @Override
        public void take(byte[] bytes, int offset, int length) {
          seen.write(bytes, offset, length);
        }

        @Override
        public boolean begun() {
          return false;
        }

        @Override
        public boolean complete() {
          return true;
        }

        @Override
        public CallUsage usage() {
          return CallUsage.NONE;
        }
      };

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void packedText_isUnpackedHoweverItIsCut(int piece) throws IOException {
    byte[] packed = packed();
    assertThat(unpacked(packed, piece)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100_000})
  void headWithAllParts_isPassedOver(int piece) throws IOException {
    byte[] plain = packed();
    byte[] head = Arrays.copyOf(plain, 10);
    head[3] = 2 | 4 | 8 | 16;
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(head);
    packed.writeBytes(new byte[] {3, 0, 1, 2, 3, 'n', 0, 'c', 'c', 0, 9, 9});
    packed.write(plain, 10, plain.length - 10);
    assertThat(unpacked(packed.toByteArray(), piece)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100_000})
  void damagedText_failsNothing(int piece) throws IOException {
    byte[] packed = packed();
    Arrays.fill(packed, 20, 60, (byte) 0xFF);
    assertThat(unpacked(packed, piece)).isNotEqualTo(TEXT);
  }

  private String unpacked(byte[] packed, int piece) {
    try (Gunzip gunzip = new Gunzip(reader)) {
      for (int i = 0; i < packed.length; i += piece) {
        gunzip.take(packed, i, Math.min(piece, packed.length - i));
      }
    }
    return seen.toString(StandardCharsets.UTF_8);
  }

  private static byte[] packed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(TEXT.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}
