// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.config.HistoryConfig;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where postings go.
 *
 * @param headers credential, tenant and what else the configuration adds; never to be logged
 */
record Target(URI url, Map<String, String> headers) {
  Target {
    headers = Map.copyOf(headers);
  }

  static Target of(URI url, HistoryConfig.Access access) {
    Map<String, String> headers = new LinkedHashMap<>(access.headers());
    access.tenantId().ifPresent(tenant -> headers.put(access.tenantHeader(), tenant));
    access.login().ifPresent(login -> headers.put("Authorization", basic(login)));
    access
        .bearerToken()
        .ifPresent(token -> headers.put("Authorization", "Bearer " + token.reveal()));
    return new Target(url, headers);
  }

  private static String basic(HistoryConfig.Login login) {
    String pair = login.user() + ":" + login.password().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
