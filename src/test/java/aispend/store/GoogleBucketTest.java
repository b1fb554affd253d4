// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import static aispend.provider.VendorServer.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A bucket of Google's, by a service account. */
final class GoogleBucketTest extends StoreContract {
  private static final String TOKEN = "ya29.invented-token-0123456789";
  private static final String PRIVATE = privateKey();

  private static String privateKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  String scheme() {
    return "gs";
  }

  @Override
  String key() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("client_email", "reader@p-1.iam.gserviceaccount.com")
        .put("private_key_id", "kid-1")
        .put(
            "private_key",
            "-----BEGIN PRIVATE KEY-----\n" + PRIVATE + "\n-----END PRIVATE KEY-----\n")
        .toPrettyString();
  }

  @Override
  List<String> secrets() {
    return List.of(PRIVATE, TOKEN);
  }

  @Override
  Map<String, String> options() {
    return Map.of("token_url", server().baseUrl() + "/token");
  }

  @Override
  @Nullable MockResponse beside(RecordedRequest request) {
    return request.getUrl().encodedPath().equals("/token")
        ? json("{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3599}")
        : null;
  }

  @Override
  boolean isList(RecordedRequest request) {
    return request.getUrl().encodedPath().equals("/storage/v1/b/bills/o");
  }

  @Override
  String asked(RecordedRequest request) {
    return request.getUrl().pathSegments().get(5);
  }

  @Override
  boolean asks(RecordedRequest request, Kept kept) {
    return kept.tag().equals(request.getUrl().queryParameter("ifGenerationMatch"))
        && "media".equals(request.getUrl().queryParameter("alt"));
  }

  @Override
  String list(Map<String, Kept> page, @Nullable String next) {
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    ArrayNode items = list.putArray("items");
    page.forEach(
        (key, kept) ->
            items
                .addObject()
                .put("name", key)
                .put("size", Integer.toString(kept.bytes().size()))
                .put("updated", "2026-11-22T11:00:00.000Z")
                .put("generation", kept.tag()));
    if (next != null) {
      list.put("nextPageToken", next);
    }
    return list.toString();
  }

  @Override
  String cursorParameter() {
    return "pageToken";
  }

  @Override
  MockResponse refusal() {
    return json(403, "{\"error\":{\"code\":403,\"message\":\"the reason\"}}");
  }

  @Test
  void token_isOfReadingAloneAndPackedObjectsStayPacked() throws Exception {
    put("focus/a.csv.gz", "1");
    FileStore store = store();

    try (FileBytes in = store.open(store.list().get(0), FileStore.Reading.THROUGH)) {
      assertThat(in.read()).isEqualTo('1');
    }

    assertThat(requests().get(1).getHeaders().get("Accept-Encoding")).isEqualTo("gzip");
    String assertion =
        requireNonNull(
                server().requests().stream()
                    .filter(each -> beside(each) != null)
                    .findFirst()
                    .orElseThrow()
                    .getBody())
            .utf8()
            .split("\\.", -1)[1];
    assertThat(
            new String(
                Base64.getUrlDecoder().decode(assertion), java.nio.charset.StandardCharsets.UTF_8))
        .contains("https://www.googleapis.com/auth/devstorage.read_only");
  }
}
