// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static aispend.provider.VendorServer.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A container by tokens of an application. */
final class AzureLoginTest extends AzureKit {
  private static final String TOKEN = "eyJ0.invented-token.0123456789";

  @Override
  String key() {
    return "client~secret-0123456789abcdef";
  }

  @Override
  List<String> secrets() {
    return List.of(key(), TOKEN);
  }

  @Override
  Map<String, String> options() {
    return Map.of("tenant_id", "t-1", "client_id", "app-1", "login_url", server().baseUrl());
  }

  @Override
  @Nullable MockResponse beside(RecordedRequest request) {
    return request.getUrl().encodedPath().equals("/t-1/oauth2/v2.0/token")
        ? json("{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3599}")
        : null;
  }

  @Test
  void token_isAskedForOnceAndOfStorage() throws Exception {
    put("focus/a.csv", "1");
    FileStore store = store();

    StoredFile file = store.list().get(0);
    try (FileBytes in = store.open(file, FileStore.Reading.THROUGH)) {
      assertThat(in.read()).isEqualTo('1');
    }

    assertThat(requests())
        .hasSize(2)
        .allMatch(each -> ("Bearer " + TOKEN).equals(each.getHeaders().get("Authorization")));
    List<RecordedRequest> exchanges =
        server().requests().stream().filter(each -> beside(each) != null).toList();
    assertThat(exchanges).hasSize(1);
    assertThat(requireNonNull(exchanges.get(0).getBody()).utf8())
        .contains("scope=https%3A%2F%2Fstorage.azure.com%2F.default");
  }

  @Test
  void halfALogin_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store("az://bills", Map.of("tenant_id", "t-1")))
        .withMessageContaining("options.client_id");
  }
}
