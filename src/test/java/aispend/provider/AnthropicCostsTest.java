// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AnthropicCostsTest {
  @AutoClose private final AnthropicVendor vendor = new AnthropicVendor();

  @Test
  void question_asksForDaysByWorkspaceAndDescription() throws Exception {
    vendor.costs("empty.json");

    RecordedRequest request = vendor.requests().get(0);
    assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/organizations/cost_report");
    assertThat(request.getUrl().queryParameter("starting_at")).isEqualTo("2026-11-18T00:00:00Z");
    assertThat(request.getUrl().queryParameter("ending_at")).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(request.getUrl().queryParameter("bucket_width")).isEqualTo("1d");
    assertThat(request.getUrl().queryParameter("limit")).isEqualTo("31");
    assertThat(request.getUrl().queryParameterValues("group_by[]"))
        .containsExactly("workspace_id", "description");
  }

  @Test
  void runningDayRefused_isNothingYet() throws Exception {
    vendor.answers(400, "refused_400_date_range.json");
    Provider provider = vendor.provider();

    List<ReportedBucket> buckets =
        provider.fetch(provider.sources().get(1), ChargePeriod.dayOf(AnthropicVendor.NOW));

    assertThat(buckets).isEmpty();
  }

  @Test
  void finishedDaysRefused_isAnError() {
    vendor.answers(400, "refused_400_date_range.json");

    assertThatThrownBy(vendor::costs)
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE))
        .hasMessageContaining("ending date must be after starting date");
  }
}
