// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.http.AnswerRules;
import aispend.http.BytesAnswer;
import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.ProviderException;
import aispend.provider.AdapterOptions;
import aispend.provider.GoogleKey;
import aispend.provider.GoogleTokens;
import aispend.provider.ProviderSettings;
import aispend.provider.TokenApi;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Google Cloud Storage by its JSON API ("Objects: list", "Objects: get", "Request
 * preconditions", read 2026-11-22), with tokens of a service account.
 */
final class GoogleBucket implements Bucket {
  static final String KEY_HINT =
      "for gs:// create a service account's JSON key at console.cloud.google.com under IAM & Admin >"
          + " Service Accounts > Keys, with the role Storage Object Viewer on the bucket";

  private static final String PLACE = "https://storage.googleapis.com";
  private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";

  private final StoreCalls calls;
  private final HttpUrl objects;
  private final String prefix;

  private GoogleBucket(StoreCalls calls, HttpUrl objects, String prefix) {
    this.calls = calls;
    this.objects = objects;
    this.prefix = prefix;
  }

  /**
   * Sets up calls; makes none.
   *
   * @throws IllegalArgumentException when an option cannot be used; names it
   */
  static GoogleBucket of(
      ProviderSettings settings,
      AdapterOptions options,
      StoreAddress address,
      JsonClient http,
      Clock clock) {
    String place = settings.baseUrl().equals(S3Bucket.AWS) ? PLACE : settings.baseUrl();
    HttpUrl objects =
        TokenApi.url("base_url", place)
            .newBuilder()
            .addPathSegments("storage/v1/b")
            .addPathSegment(address.bucket())
            .addPathSegment("o")
            .build();
    HttpUrl tokenUrl = GoogleTokens.url(options);
    GoogleKey key = new GoogleKey(settings);
    StoreCalls.Credential credential =
        StoreCalls.bearer(
            http, new GoogleTokens(key, tokenUrl, SCOPE).by(settings.name(), http, clock));
    AnswerRules rules = AnswerRules.USUAL.withSecrets(key.secrets()).withCodes(GoogleTokens.LIMITS);
    return new GoogleBucket(
        new StoreCalls(settings, KEY_HINT, rules, credential), objects, address.prefix());
  }

  @Override
  public Page page(@Nullable String cursor) throws ProviderException, InterruptedException {
    HttpUrl.Builder url =
        objects
            .newBuilder()
            .addQueryParameter("fields", "items(name,size,updated,generation),nextPageToken");
    if (!prefix.isEmpty()) {
      url.addQueryParameter("prefix", prefix);
    }
    if (cursor != null) {
      url.addQueryParameter("pageToken", cursor);
    }
    JsonNode list = document(calls.list(url.build(), Map.of()));
    List<StoredFile> files = new ArrayList<>();
    for (JsonNode object : list.path("items")) {
      files.add(file(object));
    }
    return new Page(files, Json.text(list, "nextPageToken"));
  }

  private JsonNode document(BytesAnswer answer) throws ProviderException {
    try {
      JsonNode document = Json.read(answer.body().utf8());
      if (document.isObject()) {
        return document;
      }
    } catch (JsonProcessingException e) {
      // Its message quotes the answer, which does not belong in a log.
      throw calls.unusable(objects.host() + " gave a list that is no JSON; check base_url");
    }
    throw calls.unusable(objects.host() + " gave a list that is no object; check base_url");
  }

  private StoredFile file(JsonNode object) throws ProviderException {
    try {
      return new StoredFile(
          text(object, "name"),
          Long.parseLong(text(object, "size")),
          Instant.parse(text(object, "updated")),
          text(object, "generation"));
    } catch (NumberFormatException | DateTimeException e) {
      throw calls.unusable("an object of the list has no usable size or updated");
    }
  }

  private static String text(JsonNode object, String field) {
    return Objects.requireNonNullElse(Json.text(object, field), "");
  }

  /** As it is stored: a packed object is not unpacked on its way, so that its ranges hold. */
  @Override
  public BytesAnswer bytes(String key, StoredFile file, String range, int length)
      throws ProviderException, InterruptedException {
    HttpUrl url =
        Keys.part(objects.newBuilder(), key)
            .addQueryParameter("alt", "media")
            .addQueryParameter("ifGenerationMatch", file.tag())
            .build();
    return calls.bytes(url, Map.of("Range", range, "Accept-Encoding", "gzip"), length);
  }

  @Override
  public ProviderException unusable(String what) {
    return calls.unusable(what);
  }
}
