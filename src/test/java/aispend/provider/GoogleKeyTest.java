// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aispend.model.Secret;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a text must have to be a service account's key. */
final class GoogleKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "private|it is not JSON",
        "{}|it has no client_email",
        "{\"client_email\":\"a@b\"}|it has no private_key",
        "{\"client_email\":\"a@b\",\"private_key\":\"hidden\"}|its private_key is no RSA key",
      })
  void unusableKey_isRefusedByItsPlaceAndNotQuoted(String key, String why) {
    ProviderSettings settings =
        new ProviderSettings("mine", "https://vendor", new Secret(key), "MY_ADMIN_KEY", Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GoogleKey(settings))
        .withMessageStartingWith("the key in MY_ADMIN_KEY is no service account's key: " + why)
        .satisfies(e -> assertThat(e).hasMessageNotContaining("hidden").hasNoCause());
  }
}
