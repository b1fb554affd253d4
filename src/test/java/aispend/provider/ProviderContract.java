// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every provider, over real HTTP. A subclass names its type, its credential and its
 * reports. Fixtures lie in {@code provider/TYPE/}; each report has {@code PREFIX_CASE.json} for the
 * cases of {@link Report#expected} (at least {@code normal}, {@code unknown_things}, {@code
 * outside_window}, {@code empty_bucket}; {@code decimals} where it reports money), {@code
 * PREFIX_two_pages_1.json} and {@code _2.json}, and {@code PREFIX_repeated_cursor.json}; each type
 * has {@code refused_401.json}, {@code refused_403.json}, {@code rate_limited_429.json}.
 */
public abstract class ProviderContract extends ProviderTroubleContract {
  @Test
  void key_hasTheFormThatTheTypeExpects() {
    assertThat(key()).matches(type().keyFormat());
  }

  @Test
  void sources_areNamedAfterTheProviderAndCoverTheReports() {
    List<Source> sources = provider().sources();

    assertThat(sources).extracting(Source::provider).containsOnly("mine");
    assertThat(sources).extracting(Source::name).doesNotHaveDuplicates();
    assertThat(sources)
        .extracting(Source::name)
        .containsExactlyInAnyOrderElementsOf(
            reports().stream().map(report -> "mine:" + report.source()).distinct().toList());
  }

  @ParameterizedTest
  @MethodSource("reports")
  void windows_fitTheirSource(Report report) {
    Source source = source(provider(), report);

    assertThat(report.window().duration()).isLessThanOrEqualTo(source.maxWindow());
    assertThat(report.window().start().getEpochSecond() % source.bucket().toSeconds()).isZero();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void credential_isSentAndNothingElseSecret(Report report) throws Exception {
    fetch(report);

    assertThat(vendor().requests()).isNotEmpty();
    for (RecordedRequest request : vendor().requests()) {
      Map<String, String> carrying = new TreeMap<>();
      request
          .getHeaders()
          .forEach(
              header -> {
                if (header.getSecond().contains(key())) {
                  carrying.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond());
                }
              });
      assertThat(carrying).isEqualTo(credential());
      assertThat(request.getTarget()).doesNotContain(key());
      assertThat(request.getHeaders().get("Cookie")).isNull();
      assertThat(request.getHeaders().get("User-Agent")).isEqualTo("aispend/test");
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void window_isAskedForExactly(Report report) throws Exception {
    fetch(report);

    HttpUrl url = vendor().urls(report.path()).get(0);
    assertThat(report.windowQuery())
        .allSatisfy(
            (name, value) -> assertThat(url.queryParameterValues(name)).containsExactly(value));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void answers_areReadWholly(Report report) throws Exception {
    assertThat(report.expected())
        .containsKeys("normal", "unknown_things", "outside_window", "empty_bucket");
    if (source(provider(), report).layer() == Layer.BILLED) {
      assertThat(report.expected()).containsKey("decimals");
    }

    for (Map.Entry<String, List<ReportedBucket>> expected : report.expected().entrySet()) {
      vendor().script(report.path(), file(report.prefix() + "_" + expected.getKey() + ".json"));
      assertThat(fetch(report)).as(expected.getKey()).isEqualTo(expected.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("reports")
  void nothingReported_isAnEmptyList(Report report) throws Exception {
    assertThat(fetch(report)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void askedTwice_reportsTheSame(Report report) throws Exception {
    vendor().script(report.path(), normal(report), normal(report));

    List<ReportedBucket> first = fetch(report);

    assertThat(first).isNotEmpty();
    assertThat(fetch(report)).isEqualTo(first);
  }

  /** As the daemon does where the configuration asks for a longer look-back. */
  @ParameterizedTest
  @MethodSource("reports")
  void sourceReadBackFurther_reportsTheSame(Report report) throws Exception {
    vendor().script(report.path(), normal(report), normal(report));
    Provider provider = provider();
    Source source = source(provider, report);
    Source further = source.withLookback(source.lookback().plusDays(30));

    assertThat(provider.fetch(further, report.window()))
        .isNotEmpty()
        .isEqualTo(provider.fetch(source, report.window()));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("pagedReports")
  void pages_areFollowedToTheEnd(Report report) throws Exception {
    vendor()
        .script(
            report.path(),
            file(report.prefix() + "_two_pages_1.json"),
            file(report.prefix() + "_two_pages_2.json"));

    assertThat(fetch(report)).isEqualTo(report.twoPages());

    List<HttpUrl> asked = vendor().urls(report.path());
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0).queryParameter(report.cursorParameter())).isNull();
    assertThat(asked.get(1).queryParameter(report.cursorParameter())).isNotEmpty();
    HttpUrl.Builder second = asked.get(1).newBuilder();
    second.removeAllQueryParameters(report.cursorParameter());
    assertThat(second.removeAllEncodedQueryParameters(report.cursorParameter()).build())
        .as("the same query, but for the cursor")
        .isEqualTo(asked.get(0));
  }

  @Test
  void check_isOneCallThatTellsAGoodKeyFromABadOne() throws Exception {
    provider().check();
    assertThat(vendor().requests()).hasSize(1);

    vendor().always(file(401, "refused_401.json"));
    ProviderException refused =
        catchThrowableOfType(ProviderException.class, () -> provider().check());

    assertThat(refused.kind()).isEqualTo(Kind.AUTH);
    assertThat(refused).hasMessageContainingAll("MY_ADMIN_KEY", type().keyHint());
  }
}
