// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.http.AnswerRules;
import aispend.http.BytesAnswer;
import aispend.http.ErrorCodes;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.http.Xml;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.Secret;
import aispend.provider.AdapterOptions;
import aispend.provider.AzureLogin;
import aispend.provider.ProviderSettings;
import aispend.provider.TokenApi;
import aispend.provider.UnusableKeyException;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A container of Azure Blob Storage (Microsoft Learn "List Blobs", "Get Blob", "Service SAS", read
 * 2026-11-22), by a shared access signature, or by tokens of an application.
 */
final class AzureContainer implements Bucket {
  static final String KEY_HINT =
      "for az:// create a shared access signature with Read and List at portal.azure.com under the"
          + " container's Shared access tokens, or give an application the role Storage Blob Data"
          + " Reader, name it in options.tenant_id and options.client_id and take its client secret";

  private static final Map<String, String> VERSION = Map.of("x-ms-version", "2023-11-03");

  private static final ErrorCodes CODES =
      new ErrorCodes(
          List.of(JsonPointer.compile("/Code")),
          Map.of("ServerBusy", Kind.RATE_LIMITED, "BlobArchived", Kind.BAD_RESPONSE));

  private final StoreCalls calls;
  private final HttpUrl base;
  private final String prefix;

  private AzureContainer(StoreCalls calls, HttpUrl base, String prefix) {
    this.calls = calls;
    this.base = base;
    this.prefix = prefix;
  }

  /**
   * Sets up calls; makes none.
   *
   * @throws IllegalArgumentException when an option cannot be used; names it
   */
  static AzureContainer of(
      ProviderSettings settings,
      AdapterOptions options,
      StoreAddress address,
      JsonClient http,
      Clock clock) {
    if (settings.baseUrl().equals(S3Bucket.AWS)) {
      throw new IllegalArgumentException(
          "base_url is not set; for az:// it must be https://ACCOUNT.blob.core.windows.net");
    }
    HttpUrl base =
        TokenApi.url("base_url", settings.baseUrl())
            .newBuilder()
            .addPathSegment(address.bucket())
            .build();
    boolean login =
        options.values().containsKey("client_id") || options.values().containsKey("tenant_id");
    List<Secret> secrets = new ArrayList<>(List.of(settings.key()));
    StoreCalls.Credential credential =
        login
            ? StoreCalls.bearer(
                http,
                AzureLogin.of(settings, options, "https://storage.azure.com/.default")
                    .tokens(http, clock))
            : shared(settings, http, secrets);
    AnswerRules rules = AnswerRules.USUAL.withSecrets(secrets).withCodes(CODES);
    return new AzureContainer(
        new StoreCalls(settings, KEY_HINT, rules, credential), base, address.prefix());
  }

  private static StoreCalls.Credential shared(
      ProviderSettings settings, JsonClient http, List<Secret> secrets) {
    String key = settings.key().reveal();
    String query = key.startsWith("?") ? key.substring(1) : key;
    HttpUrl parsed =
        Objects.requireNonNull(HttpUrl.parse("https://sas"))
            .newBuilder()
            .encodedQuery(query)
            .build();
    String signature = parsed.queryParameter("sig");
    if (signature == null || signature.isEmpty()) {
      throw new UnusableKeyException(
          "the key in "
              + settings.keyName()
              + " is no shared access signature (sv=...&sig=...); "
              + KEY_HINT);
    }
    secrets.add(new Secret(signature));
    return (url, headers, rules) -> {
      String own = Objects.requireNonNullElse(url.encodedQuery(), "");
      HttpUrl with =
          url.newBuilder().encodedQuery(own.isEmpty() ? query : own + "&" + query).build();
      return http.bytes(new JsonQuestion(with, headers, null, rules));
    };
  }

  @Override
  public Page page(@Nullable String cursor) throws ProviderException, InterruptedException {
    HttpUrl.Builder url =
        base.newBuilder()
            .addQueryParameter("restype", "container")
            .addQueryParameter("comp", "list");
    if (!prefix.isEmpty()) {
      url.addQueryParameter("prefix", prefix);
    }
    if (cursor != null) {
      url.addQueryParameter("marker", cursor);
    }
    Xml list = calls.xml(url.build(), VERSION);
    if (!list.name().equals("EnumerationResults")) {
      throw calls.unusable("the list of the container is no EnumerationResults");
    }
    List<StoredFile> files = new ArrayList<>();
    for (Xml blob : list.at("Blobs").all("Blob")) {
      if (!blob.at("Properties").text("ResourceType").equals("directory")) {
        files.add(file(blob));
      }
    }
    String next = list.text("NextMarker").strip();
    return new Page(files, next.isEmpty() ? null : next);
  }

  private StoredFile file(Xml blob) throws ProviderException {
    Xml properties = blob.at("Properties");
    try {
      return new StoredFile(
          blob.text("Name"),
          Long.parseLong(properties.text("Content-Length").strip()),
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(
              properties.text("Last-Modified").strip(), Instant::from),
          properties.text("Etag").strip());
    } catch (NumberFormatException | DateTimeException e) {
      throw calls.unusable("a blob of the list has no usable Content-Length or Last-Modified");
    }
  }

  @Override
  public BytesAnswer bytes(String key, StoredFile file, String range, int length)
      throws ProviderException, InterruptedException {
    String tag = file.tag().startsWith("\"") ? file.tag() : "\"" + file.tag() + "\"";
    Map<String, String> headers =
        Map.of("x-ms-version", "2023-11-03", "Range", range, "If-Match", tag);
    return calls.bytes(Keys.path(base, key).build(), headers, length);
  }

  @Override
  public ProviderException unusable(String what) {
    return calls.unusable(what);
  }
}
