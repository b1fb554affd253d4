// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedLimit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OpenAiLimitsTest {
  private static final String PROJECTS = "/v1/organization/projects";
  private static final String LIMIT = "/v1/organization/spend_limit";

  private final OpenAiVendor vendor = new OpenAiVendor();

  @AfterEach
  void close() {
    vendor.close();
  }

  private Provider provider() {
    return vendor.provider(Map.of("limits", "true"));
  }

  private void knowsProjects() {
    vendor
        .server()
        .script(
            PROJECTS, OpenAiVendor.file("projects_1.json"), OpenAiVendor.file("projects_2.json"));
  }

  private static String limit(String cents) {
    return "{\"object\":\"spend_limit\",\"threshold_amount\":"
        + cents
        + ",\"currency\":\"USD\",\"interval\":\"month\",\"enforcement\":{\"status\":\"on\"}}";
  }

  @Test
  void limits_areCentsOfTheOrganizationAndItsProjects() throws Exception {
    knowsProjects();
    vendor.server().script(LIMIT, json(limit("5000050")));
    vendor.server().script(PROJECTS + "/proj_a1/spend_limit", json(limit("12500")));
    vendor.server().script(PROJECTS + "/proj_b2/spend_limit", json(404, "{}"));
    vendor.server().script(PROJECTS + "/proj_c3/spend_limit", json(400, "{}"));

    assertThat(provider().limits())
        .containsExactly(
            new ReportedLimit("organization", "", "", "month", Money.usd("50000.5"), null),
            new ReportedLimit("project", "proj_a1", "search", "month", Money.usd("125"), null));
    assertThat(vendor.server().urls(PROJECTS + "/proj_b2/spend_limit")).hasSize(1);
    assertThat(vendor.server().urls(PROJECTS + "/proj_c3/spend_limit")).hasSize(1);
  }

  @Test
  void limitThatIsNoAmount_isBadResponse() {
    vendor.server().script(LIMIT, json(limit("\"much\"")));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> provider().limits());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("threshold_amount is 'much");
  }

  @Test
  void limitsThatAreNotAskedFor_takeNoCalls() throws Exception {
    Provider provider = vendor.provider();

    assertThat(provider.tellsLimits()).isFalse();
    assertThat(provider.limits()).isEmpty();
    assertThat(vendor.server().requests()).isEmpty();
  }
}
