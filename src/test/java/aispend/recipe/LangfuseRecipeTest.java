// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.http.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

final class LangfuseRecipeTest extends RecipeContract {
  LangfuseRecipeTest() {
    super("langfuse", new Shape("usage", "/api/public/v2/metrics", Duration.ofHours(4), Map.of()));
  }

  @Override
  protected String key() {
    return "pk-lf-1234:sk-lf-5678-invented";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of();
  }

  @Override
  protected String emptyPage() {
    return "{\"data\":[]}";
  }

  @Override
  protected String scope() {
    return "project scope";
  }

  @Test
  void pairOfKeys_isSentAsUserAndPassword() throws Exception {
    fetch(provider(), reports().get(0));

    RecordedRequest request = vendor().requests().get(0);
    assertThat(request.getHeaders().get("Authorization"))
        .isEqualTo("Basic cGstbGYtMTIzNDpzay1sZi01Njc4LWludmVudGVk");
    JsonNode query = Json.read(String.valueOf(request.getUrl().queryParameter("query")));
    assertThat(query.path("fromTimestamp").asText()).isEqualTo("2026-11-20T00:00:00Z");
    assertThat(query.path("toTimestamp").asText()).isEqualTo("2026-11-20T04:00:00Z");
    assertThat(query.path("config").path("row_limit").asInt()).isEqualTo(1000);
  }
}
