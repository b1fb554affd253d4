// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Signatures are checked by {@code aispend.focus.S3FolderTest}, against real software. */
final class S3BucketTest extends StoreContract {
  @Override
  String scheme() {
    return "s3";
  }

  @Override
  String key() {
    return "AKIAEXAMPLEEXAMPLE00:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY:session/token+0123456789";
  }

  @Override
  List<String> secrets() {
    return List.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session/token+0123456789");
  }

  @Override
  Map<String, String> options() {
    return Map.of("signing_region", "eu-central-1");
  }

  @Override
  boolean isList(RecordedRequest request) {
    return request.getUrl().queryParameter("list-type") != null;
  }

  @Override
  String asked(RecordedRequest request) {
    return String.join("/", request.getUrl().pathSegments()).substring("bills/".length());
  }

  @Override
  boolean asks(RecordedRequest request, Kept kept) {
    return ("\"" + kept.tag() + "\"").equals(request.getHeaders().get("If-Match"));
  }

  @Override
  String list(Map<String, Kept> page, @Nullable String next) {
    StringBuilder text =
        new StringBuilder(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult"
                + " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bills</Name>");
    page.forEach(
        (key, kept) ->
            text.append("<Contents><Key>")
                .append(key.replace("&", "&amp;"))
                .append("</Key><LastModified>2026-11-22T11:00:00.000Z</LastModified><ETag>&quot;")
                .append(kept.tag())
                .append("&quot;</ETag><Size>")
                .append(kept.bytes().size())
                .append("</Size></Contents>"));
    text.append("<IsTruncated>").append(next != null).append("</IsTruncated>");
    if (next != null) {
      text.append("<NextContinuationToken>")
          .append(next.replace("&", "&amp;"))
          .append("</NextContinuationToken>");
    }
    return text.append("</ListBucketResult>").toString();
  }

  @Override
  String cursorParameter() {
    return "continuation-token";
  }

  @Override
  MockResponse refusal() {
    return new MockResponse.Builder()
        .code(400)
        .body(
            "<?xml version=\"1.0\"?><Error><Code>ExpiredToken</Code>"
                + "<Message>the reason</Message></Error>")
        .build();
  }

  @Test
  void signature_isOfTheRegionAndCarriesTheSession() throws Exception {
    store().list();

    assertThat(requests().get(0).getHeaders().get("Authorization"))
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE00/20261122/eu-central-1/s3/aws4_request,");
    assertThat(requests().get(0).getHeaders().get("x-amz-security-token"))
        .isEqualTo("session/token+0123456789");
  }

  @Test
  void slowDown_isALimit() throws Exception {
    put("focus/a.csv", "1");
    int[] limits = {0};
    server()
        .always(
            request ->
                limits[0]++ == 0
                    ? json(503, "<Error><Code>SlowDown</Code></Error>")
                    : answer(request));

    assertThat(store().list()).hasSize(1);
    assertThat(pause.waits()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void keysLikeNames_areSentAsSignaturesNeedThem() throws Exception {
    put("focus/data/BILLING_PERIOD=2026-11/a+b (1)~.csv", "1");

    try (FileBytes in = store().open(store().list().get(0), FileStore.Reading.THROUGH)) {
      assertThat(in.read()).isEqualTo('1');
    }
    assertThat(requests().get(1).getUrl().encodedPath())
        .isEqualTo("/bills/focus/data/BILLING_PERIOD%3D2026-11/a%2Bb%20%281%29~.csv");
  }

  @Test
  void unusableOptions_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store("s3://b", options()))
        .withMessageContainingAll("options.folder is 's3://b'", "s3://BUCKET/FOLDER");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store("s3://bills", Map.of("signing_region", "Frankfurt!")))
        .withMessageContaining("options.signing_region");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store("s3://bills", Map.of("path_style", "maybe")))
        .withMessageContaining("options.path_style");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store("ftp://bills/focus", Map.of()))
        .withMessageContaining("options.folder is 'ftp://bills/focus'");
  }
}
