// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.Secret;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.store.ChangedException;
import aispend.store.FileBytes;
import aispend.store.FileStore;
import aispend.store.Stores;
import aispend.telemetry.Telemetry;
import aispend.testing.S3Software;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills in an object store that is real software and checks signatures. */
final class S3FolderTest {
  @TempDir private static Path folder;
  private static S3Software software;

  private final Clock clock = Clock.systemUTC();
  private final Telemetry telemetry = new Telemetry();
  private final OutgoingHttp http = new OutgoingHttp(telemetry, clock, "aispend/test");

  @BeforeAll
  static void start() throws Exception {
    software = new S3Software(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    software.stop();
  }

  @AfterEach
  void closeHttp() {
    http.close();
  }

  private static ProviderSettings settings(String below, String secret) {
    Map<String, String> options =
        new HashMap<>(Map.of("folder", "s3://bills/" + below, "quiet_seconds", "0"));
    return new ProviderSettings(
        "cloud", software.url(), new Secret(S3Software.KEY_ID + ":" + secret), "KEY", options);
  }

  private Provider provider(String below, String secret) {
    return FocusFilesProvider.TYPE
        .factory()
        .create(settings(below, secret), http.client("cloud", HttpSettings.DEFAULTS), clock);
  }

  private List<String> spent(Provider provider) throws Exception {
    return FocusKit.november(provider, 1, 30).stream()
        .flatMap(
            bucket -> bucket.rows().stream().map(row -> text(bucket, String.valueOf(row.cost()))))
        .toList();
  }

  private static String text(ReportedBucket bucket, String cost) {
    return bucket.period().start().toString().substring(0, 10) + " " + cost;
  }

  private static String dollars(String day, String amount) {
    return day + " ReportedCost[amount=" + amount + ", unit=MAJOR, currency=USD]";
  }

  private static byte[] packed(String text) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void csvGzipAndParquet_areReadBySignedQuestions() throws Exception {
    software.put("kinds/a b+c (ä)=1.csv", FocusKit.bill("2026-11-03 1.5"));
    software.object("kinds/deep/er/b.csv.gz", packed(FocusKit.bill("2026-11-04 2.5")));
    try (InputStream in = S3FolderTest.class.getResourceAsStream("/focus/snappy.parquet")) {
      software.object("kinds/c.parquet", Objects.requireNonNull(in).readAllBytes());
    }
    Provider provider = provider("kinds", S3Software.SECRET);

    provider.check();
    assertThat(spent(provider))
        .contains(dollars("2026-11-03", "1.5"), dollars("2026-11-04", "2.5"))
        .hasSizeGreaterThan(3);
  }

  @Test
  void monthThatIsOverwritten_isToldAnew() throws Exception {
    String data = "aws/data/BILLING_PERIOD=2026-11/x.csv";
    software.put(data, FocusKit.bill("2026-11-03 1.5", "2026-11-04 7"));
    Provider provider = provider("aws", S3Software.SECRET);
    assertThat(spent(provider))
        .containsExactly(dollars("2026-11-03", "1.5"), dollars("2026-11-04", "7"));

    software.put(data, FocusKit.bill("2026-11-03 1.25", "2026-11-04 7"));

    assertThat(spent(provider))
        .containsExactly(dollars("2026-11-03", "1.25"), dollars("2026-11-04", "7"));
  }

  @Test
  void unchangedObjects_areListedAndNotRead() throws Exception {
    String run = "kept/20261101-20261130/202611200512/6f1c/";
    String bill = FocusKit.bill("2026-11-03 1.5");
    software.put(run + "p.csv", bill);
    software.put(
        run + "manifest.json",
        "{\"blobs\":[{\"blobName\":\"p.csv\",\"byteCount\":%d}]}".formatted(bill.length()));
    Provider provider = provider("kept", S3Software.SECRET);
    assertThat(spent(provider)).hasSize(1);
    assertThat(calls()).as("a list, a manifest, a file").isEqualTo(3);
    provider.kept(provider.sources().get(0), FocusKit.november(1, 30));

    assertThat(spent(provider)).isEmpty();
    assertThat(calls()).as("one list more").isEqualTo(4);
    software.put(run + "p.csv", bill.replace("1.5", "2.5"));

    assertThat(spent(provider)).containsExactly(dollars("2026-11-03", "2.5"));
    assertThat(calls()).as("a list and the file").isEqualTo(6);
  }

  /** Answers of the store so far. */
  private int calls() {
    return Collections.list(telemetry.registry().metricFamilySamples()).stream()
        .flatMap(family -> family.samples.stream())
        .filter(sample -> sample.name.equals("aispend_provider_http_responses_total"))
        .mapToInt(sample -> (int) sample.value)
        .sum();
  }

  @Test
  void manifest_saysWhichObjectsCount() throws Exception {
    String run = "azure/20261101-20261130/202611200512/6f1c/";
    software.put(run + "part_0.csv", FocusKit.bill("2026-11-03 1.5"));
    software.put(run + "part_1.csv", FocusKit.bill("2026-11-03 100"));
    software.put(
        run + "manifest.json",
        """
        {"blobs":[{"blobName":"x/part_0.csv","byteCount":%d}]}
        """
            .formatted(FocusKit.bill("2026-11-03 1.5").length()));

    assertThat(spent(provider("azure", S3Software.SECRET)))
        .containsExactly(dollars("2026-11-03", "1.5"));
  }

  @Test
  void objectWrittenAgainWhileItIsRead_isNeverMixed() throws Exception {
    software.object("changing/a.csv", new byte[5 << 20]);
    FileStore store =
        Stores.of(
            settings("changing", S3Software.SECRET),
            http.client("cloud", HttpSettings.DEFAULTS),
            clock);
    try (FileBytes in = store.open(store.list().get(0), FileStore.Reading.THROUGH)) {
      assertThat(in.read()).isZero();
      software.object("changing/a.csv", "1".repeat(5 << 20).getBytes(StandardCharsets.UTF_8));

      assertThatThrownBy(in::readAllBytes).isInstanceOf(ChangedException.class);
    }
  }

  @Test
  void wrongSecret_isRefusedWithWhatToCreate() {
    Provider provider = provider("kinds", S3Software.SECRET.replace('w', 'v'));

    ProviderException refused = catchThrowableOfType(ProviderException.class, provider::check);

    assertThat(refused.kind()).isEqualTo(Kind.AUTH);
    assertThat(refused).hasMessageContainingAll("the key in KEY", "s3:ListBucket");
  }

  @Test
  void unknownBucket_isSaid() {
    ProviderSettings known = settings("kinds", S3Software.SECRET);
    ProviderSettings other =
        new ProviderSettings(
            "cloud", known.baseUrl(), known.key(), "KEY", Map.of("folder", "s3://nonesuch"));
    FileStore store = Stores.of(other, http.client("cloud", HttpSettings.DEFAULTS), clock);

    assertThatThrownBy(store::list)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("check options.folder");
  }
}
