// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class TokenTextTest {
  private static final Tokens CACHED =
      new Tokens(Map.of(TokenType.INPUT, 106L, TokenType.CACHE_READ, 1L, TokenType.OUTPUT, 23L));

  @Test
  void counts_areWrittenInTheOrderOfTheirTypes() {
    assertThat(TokenText.of(CACHED)).isEqualTo("106,1,,,23");
    assertThat(TokenText.of(Tokens.NONE)).isEmpty();
    assertThat(TokenText.of(Tokens.of(TokenType.OUTPUT_IMAGE, 5))).isEqualTo(",,,,,,,,,,,5");
  }

  @Test
  void countsOfEarlierVersions_areRead() {
    assertThat(TokenText.tokens("{\"cache_read\":1,\"input\":106,\"output\":23}"))
        .isEqualTo(CACHED);
  }

  @Property
  void whatIsWritten_isRead(
      @ForAll Map<TokenType, @LongRange(min = 0, max = 1_000_000_000_000L) Long> counts) {
    Tokens tokens = new Tokens(counts);

    assertThat(TokenText.tokens(TokenText.of(tokens))).isEqualTo(tokens);
  }
}
