// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNamesTest {
  private static final Instant AT = Instant.parse("2026-11-20T13:00:00Z");

  private final PriceBook book = PriceBook.bundled();

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-5, gpt-5",
    "openai, gpt-5-2025-08-07, gpt-5",
    "openai, gpt-5-2027-01-31, gpt-5",
    "openai, gpt-5-latest, gpt-5",
    "openai, openai/gpt-5, gpt-5",
    "openai, gpt-4-0613, gpt-4",
    // other prices than gpt-4o and gpt-5.1
    "openai, gpt-4o-2024-05-13, gpt-4o-2024-05-13",
    "openai, gpt-5.1-chat-latest, gpt-5.1-chat-latest",
    "openai, gpt-4o-2024-11-20, gpt-4o",
    "openai, chat-latest, chat-latest",
    "openai, omni-moderation-latest, omni-moderation",
    "openai, ft:gpt-4o-2024-08-06:acme::9xYz, ft:gpt-4o-2024-08-06",
    "openai, ft-gpt-4o-2024-08-06, ft:gpt-4o-2024-08-06",
    "openai, ft:gpt-9:acme::9xYz, ft:gpt-9",
    "openai, gpt-99-2027-01-01, gpt-99",
    "openai, '', ''",
    "openai, -latest, -latest",
    "anthropic, claude-haiku-4-5-20251001, claude-haiku-4-5",
    "anthropic, claude-opus-5-20300101, claude-opus-5",
    "anthropic, claude-sonnet-4-20250514, claude-sonnet-4",
    "mistral, mistral-large-latest, mistral-large",
    "mistral, openai/gpt-5, openai/gpt-5",
  })
  void name_isBroughtToTheOneOfTheModel(String vendor, String name, String model) {
    assertThat(book.canonicalModel(vendor, name)).isEqualTo(model);
    assertThat(book.canonicalModel(vendor, model)).isEqualTo(model);
  }

  @Test
  void fineTunedModel_hasItsOwnPriceAndNeverItsBases() {
    assertThat(million("ft:gpt-4o-2024-08-06:acme::9xYz"))
        .isEqualTo(new Cost.Estimated(Money.usd("3.75")));
    assertThat(million("gpt-4o-2024-08-06")).isEqualTo(new Cost.Estimated(Money.usd("2.5")));
    assertThat(million("ft:gpt-5-2025-08-07:acme::9xYz"))
        .isEqualTo(new Cost.Unpriced("openai model 'ft:gpt-5' has no price"));
  }

  private Cost million(String model) {
    return book.cost(
        "openai",
        AT,
        Dimensions.of(Dimension.MODEL, model),
        Tokens.of(TokenType.INPUT, 1_000_000),
        Map.of());
  }
}
