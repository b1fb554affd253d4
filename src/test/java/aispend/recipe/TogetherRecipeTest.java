// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import java.time.Duration;
import java.util.Map;

final class TogetherRecipeTest extends RecipeContract {
  TogetherRecipeTest() {
    super(
        "together",
        new Shape(
            "costs",
            "/v1/billing/usage",
            Duration.ofHours(4),
            Map.of("month", "2026-11", "granularity", "hour", "limit", "1000")));
  }

  @Override
  protected String key() {
    return "invented-together-key-0123";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"object\":\"list\",\"organization_id\":\"org_1\",\"billing_period\":\"2026-11\",\"currency\":\"USD\",\"data\":[],\"next_cursor\":null}";
  }

  @Override
  protected String scope() {
    return "billing access";
  }

  @Override
  String cursor() {
    return "after";
  }
}
