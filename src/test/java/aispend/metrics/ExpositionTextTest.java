// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ExpositionTextTest {
  private static final int SEED = 7;

  private final ExpositionText text = new ExpositionText();

  @Test
  void anythingAdded_isThereInOrderAcrossPieces() throws IOException {
    Random random = new Random(SEED);
    ByteArrayOutputStream wanted = new ByteArrayOutputStream();
    for (int i = 0; i < 200; i++) {
      byte[] some = new byte[random.nextInt(i % 10 == 0 ? 200_000 : 300)];
      random.nextBytes(some);
      if (i % 7 == 0) {
        text.add(new TextBlock(some));
      } else {
        text.add(some);
      }
      wanted.writeBytes(some);
    }

    assertThat(text.bytes()).isEqualTo(wanted.toByteArray());
    assertThat(text.pieces()).hasSizeGreaterThan(10);
    assertThat(unpacked(text.gzip())).isEqualTo(wanted.toByteArray());
  }

  @Test
  void blockOfAnyLength_isUnpackedAsItWas() throws IOException {
    Random random = new Random(SEED);
    for (int length : new int[] {0, 1, 8_191, 8_192, 8_193, 1_000_000}) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      ExpositionText one = new ExpositionText();
      one.add(new TextBlock(noise));

      assertThat(unpacked(one.gzip())).isEqualTo(noise);
    }
  }

  @Test
  void packedAgain_isTheSame() {
    text.add(new TextBlock("a 1\n".repeat(10_000).getBytes(UTF_8)));

    assertThat(text.gzip()).isEqualTo(text.gzip()).hasSizeLessThan(1_000);
  }

  @Test
  void piecesReadByOne_areWholeForTheNext() {
    text.add(new byte[100_000]);
    text.pieces().forEach(piece -> piece.position(piece.limit()));

    assertThat(text.pieces().stream().mapToInt(ByteBuffer::remaining).sum()).isEqualTo(100_000);
    assertThat(text.pieces()).allMatch(ByteBuffer::isReadOnly);
  }

  @Test
  void nothingAdded_isEmpty() {
    assertThat(text.bytes()).isEmpty();
    assertThat(text.pieces()).isEqualTo(List.of(ByteBuffer.allocate(0)));
  }

  private static byte[] unpacked(byte[] gzip) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
  }
}
