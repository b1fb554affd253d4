// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.http.Unasked;
import aispend.model.Secret;
import aispend.provider.ProviderSettings;
import aispend.provider.UnusableKeyException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A container by a shared access signature. */
final class AzureSharedAccessTest extends AzureKit {
  @Override
  String key() {
    return "?sv=2023-11-03&sr=c&sp=rl&sig=abc%2Bdef%2Fghijklmnop0123456789%3D";
  }

  @Override
  List<String> secrets() {
    return List.of(
        key().substring(1), "abc%2Bdef%2Fghijklmnop0123456789%3D", "abc+def/ghijklmnop0123456789=");
  }

  @Override
  Map<String, String> options() {
    return Map.of();
  }

  @Test
  void signature_isSentAsItIs() throws Exception {
    store().list();

    assertThat(requests().get(0).getUrl().encodedQuery()).endsWith("&" + key().substring(1));
    assertThat(requests().get(0).getHeaders().get("x-ms-version")).isEqualTo("2023-11-03");
  }

  @Test
  void keyWithoutSignature_isRefused() {
    assertThatThrownBy(
            () ->
                Stores.of(
                    settings("just-a-password", Map.of("folder", "az://bills")),
                    new Unasked(),
                    Clock.systemUTC()))
        .isInstanceOf(UnusableKeyException.class)
        .hasMessageContainingAll("MY_KEY", "sig=")
        .hasMessageNotContaining("just-a-password");
  }

  @Test
  void missingAccount_isSaid() {
    ProviderSettings settings =
        new ProviderSettings(
            "mine",
            "https://s3.amazonaws.com",
            new Secret(key()),
            "MY_KEY",
            Map.of("folder", "az://bills"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stores.of(settings, new Unasked(), Clock.systemUTC()))
        .withMessageContaining("https://ACCOUNT.blob.core.windows.net");
  }
}
