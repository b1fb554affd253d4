// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static aispend.recipe.Bench.recipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.model.ReportedBucket;
import aispend.model.ReportedUsage;
import aispend.provider.Provider;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How answers are read by a recipe: layouts, values, numbers, and what is not there. */
final class ReadingTest {
  private static final String GET = "[source.request]\npath = \"/costs\"\n";

  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void entriesOfObjects_giveTheirNames() throws Exception {
    String recipe =
        recipe("", GET + "[source.dimensions]\nmodel = \"@\"\nteam = \"^@\"\n")
            .replace("\"/rows/*\"", "\"/teams/*/models/*\"")
            .replace("\"/day\"", "\"^^/day\"");
    bench.script(
        "/costs",
        """
        {"day":"2026-11-20","teams":{
          "core":{"models":{"gpt":{"cost":1},"claude":{"cost":2}}},
          "web":{"models":{}}}}
        """);

    assertThat(fetch(recipe))
        .isEqualTo(
            Expected.buckets(
                "costs",
                """
                2026-11-20; team=core; model=gpt; cost=1 USD
                2026-11-20; team=core; model=claude; cost=2 USD
                """));
  }

  @Test
  void lines_areReadAsRows() throws Exception {
    String recipe = recipe("", GET).replace("at = \"/rows/*\"", "at = \"/*\"\nlines = true");
    bench.script(
        "/costs", "{\"day\":\"2026-11-20\",\"cost\":1}\n{\"day\":\"2026-11-20\",\"cost\":0.5}\n");

    assertThat(fetch(recipe)).isEqualTo(Expected.buckets("costs", "2026-11-20; cost=1.5 USD"));
  }

  @Test
  void noLines_areNoRows() throws Exception {
    String recipe = recipe("", GET).replace("at = \"/rows/*\"", "at = \"/*\"\nlines = true");
    bench.script("/costs", "");

    assertThat(fetch(recipe)).isEmpty();
  }

  @Test
  void values_areTakenOutJoinedAndHashed() throws Exception {
    String recipe =
        recipe(
            "",
            GET
                + """
                [source.dimensions]
                model = { at = "/sku", match = "model[$](.*)" }
                project = { at = ["/org", "/name"], with = ":" }
                key = { at = "/key", hash = true }
                region = { text = "eu" }
                """);
    bench.script(
        "/costs",
        "{\"rows\":[{\"day\":\"2026-11-20\",\"cost\":1,\"sku\":\"model$m-1\",\"org\":\"o\","
            + "\"name\":\"n\",\"key\":\"abc\"}]}");

    assertThat(fetch(recipe))
        .isEqualTo(
            Expected.buckets(
                "costs",
                "2026-11-20; model=m-1; project=o:n; key=ba7816bf8f01cfea; region=eu; cost=1 USD"));
  }

  @Test
  void numbers_areAddedScaledAndTakenFromText() throws Exception {
    String recipe =
        recipe("", GET)
            .replace(
                "cost = \"/cost\"",
                """
                cost = { at = "/cents", scale = "0.01", currency = "/in" }
                input_tokens = ["/a", "/b"]
                requests = 1
                units = { images = "/pictures" }
                """);
    bench.script(
        "/costs",
        "{\"rows\":[{\"day\":\"2026-11-20\",\"cents\":\"20.18\",\"in\":\"EUR\",\"a\":\"7\",\"b\":3.0,"
            + "\"pictures\":2}]}");

    assertThat(fetch(recipe))
        .isEqualTo(
            Expected.buckets(
                "costs", "2026-11-20; requests=1; input=10; unit:images=2; cost=0.2018 EUR"));
  }

  @Test
  void numberThatIsNone_costsItsRowAndNoOther() throws Exception {
    bench.script(
        "/costs",
        "{\"rows\":[{\"day\":\"2026-11-20\",\"cost\":\"free\"},{\"day\":\"2026-11-20\",\"cost\":1}]}");

    List<ReportedUsage> rows = fetch(recipe("", GET)).get(0).rows();

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .isEqualTo(Expected.buckets("costs", "2026-11-20; cost=1 USD").get(0).rows().get(0));
    assertThat(rows.get(1).units()).containsExactly(Map.entry("cost", "unreadable: free"));
  }

  @Test
  void thousandsOfNumbersThatAreNone_areGivenUpOnWithTheFirst() throws Exception {
    String row = "{\"day\":\"2026-11-20\",\"cost\":\"free\"}";
    bench.script("/costs", "{\"rows\":[" + row + (",\n" + row).repeat(999) + "]}");
    assertThat(fetch(recipe("", GET)).get(0).rows()).hasSize(1_000);

    bench.script("/costs", "{\"rows\":[" + row + (",\n" + row).repeat(1_000) + "]}");
    assertThatThrownBy(() -> fetch(recipe("", GET)))
        .hasMessageContaining("more than 1000 rows have a number that is none")
        .hasMessageContaining("cost is unreadable: free");
  }

  @Test
  void missingCost_isUnknownAndNotZero() throws Exception {
    bench.script(
        "/costs",
        "{\"rows\":[{\"day\":\"2026-11-20\",\"cost\":null},{\"day\":\"2026-11-20\",\"cost\":1}]}");

    List<ReportedUsage> rows = fetch(recipe("", GET)).get(0).rows();

    assertThat(rows.get(0).cost()).isNull();
    assertThat(rows.get(0).dimensions().get(Dimension.VARIANT)).isEqualTo("unpriced");
    assertThat(rows.get(1).cost()).isNotNull();
  }

  @Test
  void silence_meansNoneWhereTheRecipeSaysSo() throws Exception {
    String silent = recipe("", GET).replace("\"/rows/*\"", "\"/rows/*\"\nsilent = \"none\"");

    assertThat(fetch(silent)).isEqualTo(Expected.buckets("costs", "2026-11-20\n2026-11-21\n"));
    assertThat(fetch(recipe("", GET))).isEmpty();
  }

  @Test
  void daysOfAnotherZone_areThatZonesDays() throws Exception {
    String recipe =
        recipe("", GET).replace("bucket = \"1d\"", "bucket = \"1d\"\nzone = \"America/New_York\"");
    bench.script(
        "/costs",
        "{\"rows\":[{\"day\":\"2026-11-19\",\"cost\":1},{\"day\":\"2026-11-20\",\"cost\":2}]}");

    List<ReportedBucket> buckets = fetch(recipe);

    assertThat(buckets).hasSize(1);
    assertThat(buckets.get(0).period().zone().getId()).isEqualTo("America/New_York");
    assertThat(buckets.get(0).period().start()).hasToString("2026-11-20T00:00");
  }

  /** The window's 21 November begins at 05:00 UTC and ends at 05:00 of the next day. */
  @Test
  void lastDayOfAnotherZone_isAskedForWhole() throws Exception {
    String query = GET + "[source.request.query]\nfrom = \"${start:rfc3339}\"\n";
    fetch(
        recipe("", query + "to = \"${end:rfc3339}\"\nlast = \"${last:date}\"\n")
            .replace("bucket = \"1d\"", "bucket = \"1d\"\nzone = \"America/New_York\""));

    HttpUrl asked = bench.vendor.urls("/costs").get(0);
    assertThat(asked.queryParameter("from")).isEqualTo("2026-11-20T00:00:00Z");
    assertThat(asked.queryParameter("to")).isEqualTo("2026-11-22T05:00:00Z");
    assertThat(asked.queryParameter("last")).isEqualTo("2026-11-21");
  }

  @Test
  void unreadableTime_namesThePointerAndTheText() {
    bench.script("/costs", "{\"rows\":[{\"day\":\"yesterday\",\"cost\":1}]}");

    assertThatThrownBy(() -> fetch(recipe("", GET)))
        .hasMessageContaining("time.at = /day found \"yesterday\", which is no date");
  }

  @Test
  void trial_saysWhichPointerFoundNothingAndWhatIsThere() throws Exception {
    bench.script("/costs", "{\"rows\":[{\"day\":\"2026-11-20\",\"amount\":1},{\"amount\":2}]}");
    Provider provider = bench.provider(recipe("", GET), Map.of());

    Trial trial =
        Recipes.trial(
            provider, provider.sources().get(0), aispend.model.ChargePeriod.dayOf(Bench.START));

    assertThat(trial)
        .isEqualTo(
            new Trial(
                2,
                List.of(
                    "measures.cost = /cost in no row: /cost found nothing: there has the keys day,"
                        + " amount",
                    "time.at = /day in 1 of 2"),
                1));
  }

  @Test
  void trialWithoutRows_saysWhatStandsThere() throws Exception {
    bench.script("/costs", "{\"data\":{\"items\":[1]}}");
    Provider provider = bench.provider(recipe("", GET), Map.of());

    Trial trial =
        Recipes.trial(
            provider, provider.sources().get(0), aispend.model.ChargePeriod.dayOf(Bench.START));

    assertThat(trial.findings())
        .containsExactly("rows.at = /rows/* found nothing: there has the keys data");
    assertThat(trial.missed()).isEqualTo(1);
  }

  private List<ReportedBucket> fetch(String recipe) throws Exception {
    return Bench.fetch(bench.provider(recipe, Map.of()), 2);
  }
}
