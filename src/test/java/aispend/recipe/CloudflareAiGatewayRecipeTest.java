// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class CloudflareAiGatewayRecipeTest extends RecipeContract {
  CloudflareAiGatewayRecipeTest() {
    super(
        "cloudflare-ai-gateway",
        new Shape("usage", "/client/v4/graphql", Duration.ofHours(4), Map.of()));
  }

  @Override
  protected String key() {
    return "invented-cloudflare-token-0123";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"data\":{\"viewer\":{\"accounts\":[{\"aiGatewayRequestsAdaptiveGroups\":[]}]}},\"errors\":null}";
  }

  @Override
  protected String scope() {
    return "Account Analytics Read";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("account", "acc1");
  }

  @Override
  String body() {
    return """
        {"query": "query($account: string!, $start: Time!, $end: Time!) \
        { viewer { accounts(filter: {accountTag: $account}) { aiGatewayRequestsAdaptiveGroups\
        (limit: 10000, filter: {datetimeHour_geq: $start, datetimeHour_leq: $end}) \
        { count sum { cost uncachedTokensIn uncachedTokensOut } dimensions { datetimeHour gateway model provider } } } } }",
         "variables": {"account": "acc1", "start": "2026-11-20T00:00:00Z", "end": "2026-11-20T03:59:59Z"}}
        """;
  }
}
