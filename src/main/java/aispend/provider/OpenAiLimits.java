// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ProviderException;
import aispend.model.ReportedLimit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * The spend limits of an organization and its projects, a call each: {@code
 * {"threshold_amount":50000,"currency":"USD","interval":"month","enforcement":{"status":".."}}},
 * the amount in <b>cents</b>. What is spent of them is not told. Where there is none, or a project
 * is archived, the vendor refuses the question (404, 400), which says as much.
 */
final class OpenAiLimits {
  private static final Set<Integer> NO_LIMIT = Set.of(400, 404);
  private static final String ORGANIZATION = "v1/organization";

  /** Where projects and their names are learned. */
  @FunctionalInterface
  interface Projects {
    Map<String, String> names() throws ProviderException, InterruptedException;
  }

  private final VendorApi api;
  private final Projects projects;

  OpenAiLimits(VendorApi api, Projects projects) {
    this.api = api;
    this.projects = projects;
  }

  List<ReportedLimit> limits() throws ProviderException, InterruptedException {
    List<ReportedLimit> limits = new ArrayList<>();
    add("organization", "", "", api.url(ORGANIZATION + "/spend_limit").build(), limits);
    for (Map.Entry<String, String> project : projects.names().entrySet()) {
      String id = project.getKey();
      HttpUrl.Builder url = api.url(ORGANIZATION + "/projects").addPathSegment(id);
      add("project", id, project.getValue(), url.addPathSegment("spend_limit").build(), limits);
    }
    return List.copyOf(limits);
  }

  private void add(String scope, String id, String name, HttpUrl url, List<ReportedLimit> limits)
      throws ProviderException, InterruptedException {
    JsonNode limit = limit(url);
    JsonNode amount = limit.path("threshold_amount");
    if (amount.isMissingNode() || amount.isNull()) {
      return;
    }
    String interval = Json.text(limit, "interval");
    limits.add(
        new ReportedLimit(
            scope,
            id,
            name,
            interval == null ? "" : interval,
            ToldMoney.cents(api, "spend_limit: the threshold_amount", amount, "USD"),
            null));
  }

  private JsonNode limit(HttpUrl url) throws ProviderException, InterruptedException {
    try {
      return api.get(url);
    } catch (ProviderException e) {
      if (NO_LIMIT.contains(e.status().orElse(0))) {
        return MissingNode.getInstance();
      }
      throw e;
    }
  }
}
