// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.http.JsonQuestion;
import aispend.model.Secret;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * An AWS access key, written {@code ACCESS_KEY_ID:SECRET_ACCESS_KEY}, and for temporary credentials
 * {@code :SESSION_TOKEN} behind it. It signs by Signature Version 4; the secret itself is never
 * sent.
 */
public final class AwsKey {
  static final String FORM = "A[A-Z0-9]{15,127}:[A-Za-z0-9/+=]{30,128}(:[A-Za-z0-9/+=_-]{16,})?";

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  private final AwsCredentialsIdentity identity;
  private final List<Secret> secrets;

  /**
   * Takes a key apart.
   *
   * @throws UnusableKeyException when it has no two or three parts; names its place
   */
  public AwsKey(ProviderSettings settings) {
    String[] parts = settings.key().reveal().split(":", 3);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new UnusableKeyException(
          "the key in "
              + settings.keyName()
              + " must be ACCESS_KEY_ID:SECRET_ACCESS_KEY, with :SESSION_TOKEN behind it for"
              + " temporary credentials");
    }
    this.identity =
        parts.length == 2
            ? AwsCredentialsIdentity.create(parts[0], parts[1])
            : AwsSessionCredentialsIdentity.create(parts[0], parts[1], parts[2]);
    List<Secret> all = new ArrayList<>(List.of(settings.key()));
    for (int i = 1; i < parts.length; i++) {
      all.add(new Secret(parts[i]));
    }
    this.secrets = List.copyOf(all);
  }

  /** What must be in no message. */
  public List<Secret> secrets() {
    return secrets;
  }

  /**
   * Signs a POST each time it is sent.
   *
   * @param headers that are sent and signed
   * @param service as signatures call it: {@code ce}, {@code monitoring}
   */
  JsonQuestion.Signer signer(
      HttpUrl url,
      Map<String, String> headers,
      JsonQuestion.Body body,
      String service,
      String region,
      Clock clock) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .uri(url.uri())
            .method(SdkHttpMethod.POST)
            .putHeader("Content-Type", body.type());
    headers.forEach(request::putHeader);
    SdkHttpRequest unsigned = request.build();
    byte[] payload = body.text().getBytes(UTF_8);
    return () ->
        headers(
            sign ->
                sign.request(unsigned)
                    .payload(() -> new ByteArrayInputStream(payload))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock));
  }

  /**
   * Signs a GET of S3 each time it is sent. Unlike at other services a path is signed as it is.
   *
   * @param url whose path has all but letters, digits and {@code -._~/} encoded
   */
  public JsonQuestion.Signer objects(HttpUrl url, String region, Clock clock) {
    SdkHttpRequest unsigned =
        SdkHttpRequest.builder().uri(url.uri()).method(SdkHttpMethod.GET).build();
    return () ->
        headers(
            sign ->
                sign.request(unsigned)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, clock));
  }

  private Map<String, String> headers(
      Consumer<SignRequest.Builder<AwsCredentialsIdentity>> question) {
    SdkHttpRequest signed = SIGNER.sign(sign -> question.accept(sign.identity(identity))).request();
    Map<String, String> made = new HashMap<>();
    signed.forEachHeader((name, values) -> made.put(name, String.join(",", values)));
    return made;
  }

  @Override
  public String toString() {
    return "***";
  }
}
