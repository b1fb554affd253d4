// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.hour;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.Json;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CursorProviderTest extends CursorContract {
  private static final String EVENTS = "/teams/filtered-usage-events";

  private static final Dimensions ADA =
      Dimensions.of(Dimension.MODEL, "claude-sonnet-5")
          .with(Dimension.USER, "a@acme.com")
          .with(Dimension.LINE_ITEM, "Usage-based");

  @Override
  protected List<Report> reports() {
    return List.of(usage());
  }

  @Override
  protected String emptyPage() {
    return VendorServer.fixture("cursor/events_empty_bucket.json");
  }

  static Report usage() {
    return Report.whole(
        "usage",
        "events",
        EVENTS,
        Reported.window("2026-11-20T10:00:00Z", "2026-11-20T14:00:00Z"),
        Map.of(),
        Map.of(
            "normal",
                List.of(
                    hour(
                        "events",
                        "2026-11-20T10:00:00Z",
                        used(ADA, "21.365", 252, 23_928, 12_224, 900, 2)),
                    hour(
                        "events",
                        "2026-11-20T11:00:00Z",
                        used(
                            ADA.with(Dimension.LINE_ITEM, "Included in Business")
                                .with(Dimension.VARIANT, "included"),
                            "0",
                            10,
                            0,
                            0,
                            1,
                            1),
                        used(
                            Dimensions.of(Dimension.MODEL, "auto")
                                .with(Dimension.USER, "b@acme.com")
                                .with(Dimension.LINE_ITEM, "Tab")
                                .with(Dimension.TIER, "max"),
                            "4",
                            0,
                            0,
                            0,
                            0,
                            1))),
            "unknown_things",
                List.of(
                    hour(
                        "events",
                        "2026-11-20T10:00:00Z",
                        used(
                            Dimensions.of(Dimension.MODEL, "nonesuch-9")
                                .with(Dimension.LINE_ITEM, "Moody"),
                            "1",
                            1,
                            0,
                            0,
                            1,
                            1))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static ReportedUsage used(
      Dimensions dimensions,
      String cents,
      long input,
      long read,
      long written,
      long output,
      long requests) {
    ReportedTokens tokens =
        new ReportedTokens(
            Accounting.EXCLUSIVE,
            input,
            null,
            read,
            new CacheWrites(written, null, null),
            output,
            null,
            Modalities.NONE);
    return new ReportedUsage(dimensions, tokens, requests, Map.of(), Reported.cents(cents));
  }

  @Test
  void question_carriesTheWindowInMillisecondsAndTheKeyAsUser() throws Exception {
    fetch(provider(Map.of("page_size", "1000")), usage());

    assertThat(Json.read(requireNonNull(vendor().requests().get(0).getBody()).utf8()))
        .isEqualTo(
            Json.read(
                """
                {"startDate": 1795168800000, "endDate": 1795183199999, "page": 1,
                 "pageSize": 1000}
                """));
    // echo -n 'crsr_invented-for-tests:' | base64
    assertThat(vendor().requests().get(0).getHeaders().get("Authorization"))
        .isEqualTo("Basic Y3Jzcl9pbnZlbnRlZC1mb3ItdGVzdHM6");
  }

  @Test
  void pages_areFollowedAndAnEventOnTwoOfThemCountsOnce() throws Exception {
    vendor().script(EVENTS, file("events_two_pages_1.json"), file("events_two_pages_2.json"));

    assertThat(fetch(provider(), usage()))
        .containsExactly(
            hour("events", "2026-11-20T10:00:00Z", used(ADA, "7", 378, 35_892, 18_336, 1_350, 3)));
    assertThat(Json.read(requireNonNull(vendor().requests().get(1).getBody()).utf8()).path("page"))
        .isEqualTo(Json.read("2"));
  }

  @Test
  void pagesWithoutAnEnd_areBadResponse() {
    vendor().always(file("events_without_end.json"));

    assertThat(failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure()).hasMessageContaining("does not end after 1000 pages");
  }

  @Test
  void chargeableEventWithoutCents_isBadResponseAndNotZero() {
    vendor().script(EVENTS, file("events_without_cents.json"));

    assertThat(failure().kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  private ProviderException failure() {
    return catchThrowableOfType(ProviderException.class, () -> fetch(provider(), usage()));
  }

  @Test
  void unusableOption_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("page_size", "0")))
        .withMessage("options.page_size is '0'; must be a whole number from 1 to 9999");
  }
}
