// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.fixture;
import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.HttpSettings;
import aispend.http.JsonClient;
import aispend.http.OutgoingHttp;
import aispend.http.RecordedPause;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Secret;
import aispend.model.Source;
import aispend.telemetry.Telemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * A provider under test: the vendor's server, the client that asks it, and what a subclass has to
 * tell of its reports.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderKit {
  protected static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");
  static final int ATTEMPTS = 3;
  static final int MAX_ANSWER_BYTES = 100_000;

  /**
   * One endpoint of one source.
   *
   * @param source the part of the source's name behind the colon: {@code usage}
   * @param prefix of its fixtures
   * @param path asked for
   * @param window asked for
   * @param windowQuery the query parameters that must carry exactly this window
   * @param cursorParameter the query parameter that carries a page's cursor; empty where the answer
   *     is one page, or the question a body
   * @param expected what {@code PREFIX_CASE.json} comes to, by case
   * @param twoPages what the two pages come to together
   */
  public record Report(
      String source,
      String prefix,
      String path,
      ChargePeriod window,
      Map<String, String> windowQuery,
      String cursorParameter,
      Map<String, List<ReportedBucket>> expected,
      List<ReportedBucket> twoPages) {
    /** A report that comes in one answer. */
    static Report whole(
        String source,
        String prefix,
        String path,
        ChargePeriod window,
        Map<String, String> windowQuery,
        Map<String, List<ReportedBucket>> expected) {
      return new Report(source, prefix, path, window, windowQuery, "", expected, List.of());
    }

    @Override
    public String toString() {
      return prefix;
    }
  }

  protected abstract ProviderType type();

  protected abstract List<Report> reports();

  /** Those whose pages are told apart by a query parameter. */
  protected final List<Report> pagedReports() {
    return reports().stream().filter(report -> !report.cursorParameter().isEmpty()).toList();
  }

  /** A key of the right form, invented. */
  protected abstract String key();

  /** The headers that carry it, lower case. */
  protected abstract Map<String, String> credential();

  /** What the vendor answers when a list is empty. */
  protected abstract String emptyPage();

  /** The scope that {@code refused_403.json} names. */
  protected abstract String scope();

  protected Map<String, String> options() {
    return Map.of();
  }

  /** Set up beside the reports, as where tokens are exchanged. */
  protected void prepare(VendorServer vendor) {}

  protected final RecordedPause pause() {
    return pause;
  }

  protected final VendorServer vendor() {
    return vendor;
  }

  private RecordedPause pause = new RecordedPause();
  private VendorServer vendor;
  private OutgoingHttp http;

  @BeforeEach
  final void start() throws IOException {
    vendor = new VendorServer(emptyPage());
    prepare(vendor);
    pause = new RecordedPause();
    http =
        new OutgoingHttp(
            new Telemetry(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            "aispend/test",
            pause,
            new Random(1));
  }

  @AfterEach
  final void stop() {
    http.close();
    vendor.close();
  }

  protected final Provider provider() {
    return provider(options());
  }

  protected final Provider provider(Map<String, String> options) {
    return type().factory().create(settings(options), client(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** What a provider under test asks by. */
  final JsonClient client() {
    HttpSettings settings =
        HttpSettings.DEFAULTS
            .withRetries(
                new HttpSettings.Retries(
                    ATTEMPTS, Duration.ofSeconds(1), Duration.ofMinutes(5), 0, Duration.ofHours(1)))
            .withMaxAnswerBytes(MAX_ANSWER_BYTES);
    return http.client("mine", settings);
  }

  ProviderSettings settings(Map<String, String> options) {
    return new ProviderSettings(
        "mine", vendor.baseUrl(), new Secret(key()), "MY_ADMIN_KEY", options);
  }

  List<ReportedBucket> fetch(Report report) throws Exception {
    return fetch(provider(), report);
  }

  protected final List<ReportedBucket> fetch(Provider provider, Report report) throws Exception {
    return provider.fetch(source(provider, report), report.window());
  }

  protected final Source source(Provider provider, Report report) {
    return provider.sources().stream()
        .filter(source -> source.name().equals("mine:" + report.source()))
        .findFirst()
        .orElseThrow();
  }

  ProviderException failure(Report report) {
    Provider provider = provider();
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider, report));
    assertThat(failure).as("fetch must fail").isNotNull();
    assertThat(failure.provider()).isEqualTo("mine");
    return failure;
  }

  protected final MockResponse file(String name) {
    return json(fixture(type().type() + "/" + name));
  }

  MockResponse file(int status, String name) {
    return json(status, fixture(type().type() + "/" + name));
  }

  MockResponse normal(Report report) {
    return file(report.prefix() + "_normal.json");
  }

  final String normalText(Report report) {
    return fixture(type().type() + "/" + report.prefix() + "_normal.json");
  }
}
