// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;

import java.util.Map;
import mockwebserver3.MockResponse;

/** Azure as the tests know it: an application, a subscription and a resource. */
final class AzureVendor {
  static final String KEY = "inv~8Q-invented.for_tests~0123456789";
  static final String COSTS = "/subscriptions/s-1/providers/Microsoft.CostManagement/query";
  static final String CHAT =
      "/subscriptions/s-1/resourceGroups/Prod/providers/Microsoft.CognitiveServices/accounts/Chat";
  static final String METRICS = CHAT + "/providers/microsoft.insights/metrics";
  static final String TOKEN = "/t-1/oauth2/v2.0/token";

  /** An empty table of costs that is an empty answer about metrics, too. */
  static final String EMPTY =
      "{\"properties\":{\"columns\":[{\"name\":\"Cost\"},{\"name\":\"UsageDate\"},"
          + "{\"name\":\"ResourceId\"},{\"name\":\"Meter\"}],\"rows\":[]},\"value\":[]}";

  private AzureVendor() {}

  static Map<String, String> options(VendorServer vendor) {
    return Map.of(
        "tenant_id", "t-1",
        "client_id", "app-1",
        "scope", "subscriptions/s-1",
        "resources", CHAT,
        "login_url", vendor.baseUrl());
  }

  static void exchangeTokens(VendorServer vendor) {
    vendor.exchange(TOKEN, request -> token("token-1"));
  }

  static MockResponse token(String token) {
    return json(
        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + token + "\"}");
  }
}
