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
import aispend.provider.AdapterOptions;
import aispend.provider.AwsKey;
import aispend.provider.ProviderSettings;
import aispend.provider.TokenApi;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Amazon S3, or of what speaks like it ("Amazon S3 API Reference": ListObjectsV2,
 * GetObject, "Error responses", read 2026-11-22). Questions are signed by Signature Version 4.
 */
final class S3Bucket implements Bucket {
  static final String KEY_HINT =
      "for s3:// create an access key that may s3:ListBucket and s3:GetObject on the bucket, and"
          + " write it as ACCESS_KEY_ID:SECRET_ACCESS_KEY (:SESSION_TOKEN behind it for temporary"
          + " credentials)";

  static final String AWS = "https://s3.amazonaws.com";

  private static final ErrorCodes CODES =
      new ErrorCodes(List.of(JsonPointer.compile("/Code")), kinds());

  private final StoreCalls calls;
  private final HttpUrl base;
  private final String prefix;

  private S3Bucket(StoreCalls calls, HttpUrl base, String prefix) {
    this.calls = calls;
    this.base = base;
    this.prefix = prefix;
  }

  /**
   * Sets up calls; makes none.
   *
   * @throws IllegalArgumentException when an option cannot be used; names it
   */
  static S3Bucket of(
      ProviderSettings settings,
      AdapterOptions options,
      StoreAddress address,
      JsonClient http,
      Clock clock) {
    String region =
        options.text(
            "signing_region", "us-east-1", "[a-z0-9-]{1,40}", "a region like eu-central-1");
    HttpUrl base = base(settings, options, address.bucket(), region);
    AwsKey key = new AwsKey(settings);
    StoreCalls.Credential signed =
        (url, headers, rules) ->
            http.bytes(
                new JsonQuestion(url, headers, null, rules, key.objects(url, region, clock)));
    AnswerRules rules = AnswerRules.USUAL.withSecrets(key.secrets()).withCodes(CODES);
    return new S3Bucket(new StoreCalls(settings, KEY_HINT, rules, signed), base, address.prefix());
  }

  /** At AWS a bucket is a host, unless its name makes none that a certificate covers. */
  private static HttpUrl base(
      ProviderSettings settings, AdapterOptions options, String bucket, String region) {
    String place =
        settings.baseUrl().equals(AWS)
            ? "https://s3." + region + ".amazonaws.com"
            : settings.baseUrl();
    HttpUrl url = TokenApi.url("base_url", place);
    boolean aws = url.host().endsWith(".amazonaws.com") || url.host().endsWith(".amazonaws.com.cn");
    boolean pathStyle = options.flag("path_style", !aws || bucket.contains("."));
    return pathStyle
        ? url.newBuilder().addPathSegment(bucket).build()
        : url.newBuilder().host(bucket + "." + url.host()).build();
  }

  @Override
  public Page page(@Nullable String cursor) throws ProviderException, InterruptedException {
    HttpUrl.Builder url = base.newBuilder().addQueryParameter("list-type", "2");
    if (!prefix.isEmpty()) {
      url.addQueryParameter("prefix", prefix);
    }
    if (cursor != null) {
      url.addQueryParameter("continuation-token", cursor);
    }
    Xml list = calls.xml(url.build(), Map.of());
    List<StoredFile> files = new ArrayList<>();
    for (Xml object : list.all("Contents")) {
      files.add(file(object));
    }
    boolean more = list.text("IsTruncated").strip().equals("true");
    String next = list.text("NextContinuationToken");
    if ((more && next.isEmpty()) || !list.name().equals("ListBucketResult")) {
      throw calls.unusable("the list of the bucket has no end and no NextContinuationToken");
    }
    return new Page(files, more ? next : null);
  }

  private StoredFile file(Xml object) throws ProviderException {
    try {
      return new StoredFile(
          object.text("Key"),
          Long.parseLong(object.text("Size").strip()),
          Instant.parse(object.text("LastModified").strip()),
          object.text("ETag").strip());
    } catch (NumberFormatException | DateTimeParseException e) {
      throw calls.unusable("an object of the list has no usable Size or LastModified");
    }
  }

  @Override
  public BytesAnswer bytes(String key, StoredFile file, String range, int length)
      throws ProviderException, InterruptedException {
    return calls.bytes(
        Keys.path(base, key).build(), Map.of("Range", range, "If-Match", file.tag()), length);
  }

  @Override
  public ProviderException unusable(String what) {
    return calls.unusable(what);
  }

  private static Map<String, Kind> kinds() {
    Map<String, Kind> kinds = new HashMap<>();
    for (String refused :
        List.of("ExpiredToken", "InvalidToken", "InvalidAccessKeyId", "SignatureDoesNotMatch")) {
      kinds.put(refused, Kind.AUTH);
    }
    for (String limited : List.of("SlowDown", "Throttling", "TooManyRequests")) {
      kinds.put(limited, Kind.RATE_LIMITED);
    }
    kinds.put("RequestTimeout", Kind.UNAVAILABLE);
    // An object in an archive, told by 403 as a refusal is.
    kinds.put("InvalidObjectState", Kind.BAD_RESPONSE);
    return kinds;
  }
}
