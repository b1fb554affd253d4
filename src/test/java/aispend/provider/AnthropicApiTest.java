// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AnthropicApiTest {
  private static final String REMEDY =
      "create an Admin key (sk-ant-admin01-...) in Console > Settings > Admin keys, which takes the"
          + " admin role; an individual account has no Admin API";

  @AutoClose private final AnthropicVendor vendor = new AnthropicVendor();

  @Test
  void normalKey_isCalledWhatItIs() {
    vendor.answers(401, "refused_401.json");

    ProviderException failure = refused("sk-ant-api03-invented-for-tests");

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure)
        .hasMessageEndingWith(
            "/v1/organizations/me answered 401: invalid x-api-key); it is a normal API key"
                + " (sk-ant-api...), which no report accepts; "
                + REMEDY)
        .hasMessageStartingWith("anthropic: the key in ANTHROPIC_ADMIN_KEY is refused (");
  }

  @Test
  void adminKeyRefused_saysWhatMustBeThere() {
    vendor.answers(401, "refused_401.json");

    assertThat(refused(AnthropicVendor.KEY))
        .hasMessageEndingWith("answered 401: invalid x-api-key); " + REMEDY);
  }

  @Test
  void missingScope_namesHeldAndNeeded() {
    vendor.answers(403, "refused_403.json");

    ProviderException failure = refused(AnthropicVendor.KEY);

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure)
        .hasMessageContaining(
            "answered 403: API key has scopes [read:compliance]; this endpoint needs one of"
                + " [org:admin]); ");
  }

  @Test
  void baseUrlWithVersion_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> vendor.provider("https://host.example/v1/", AnthropicVendor.KEY, Map.of()))
        .withMessage("base_url is 'https://host.example/v1'; must end before /v1");
  }

  private ProviderException refused(String key) {
    return catchThrowableOfType(
        ProviderException.class, () -> vendor.provider(key, Map.of()).check());
  }
}
