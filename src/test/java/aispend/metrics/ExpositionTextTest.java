// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpositionTextTest {
  private static final int SEED = 7;

  private final ExpositionText text = new ExpositionText();

  @Test
  void anythingAdded_isThereInOrderAcrossPieces() {
    Random random = new Random(SEED);
    ByteArrayOutputStream wanted = new ByteArrayOutputStream();
    for (int i = 0; i < 200; i++) {
      byte[] some = new byte[random.nextInt(i % 10 == 0 ? 200_000 : 300)];
      random.nextBytes(some);
      text.add(some);
      wanted.writeBytes(some);
    }

    assertThat(text.bytes()).isEqualTo(wanted.toByteArray());
    assertThat(text.pieces()).hasSizeGreaterThan(10);
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
}
