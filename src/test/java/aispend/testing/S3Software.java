// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * S3Proxy, a server of the S3 API that checks every signature, in a process of its own. The build
 * puts it under {@code target/tools}. It has one bucket, {@code bills}, and takes signatures of any
 * time of a year, as tests have clocks of their own.
 */
public final class S3Software {
  public static final String KEY_ID = "AKIAEXAMPLEEXAMPLE00";
  public static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

  private static final Path JAR = Path.of("target/tools/s3proxy.jar");

  private final HttpClient client = HttpClient.newHttpClient();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final Process process;
  private final String url;

  /**
   * Starts it.
   *
   * @param folder for its settings and its log
   */
  public S3Software(Path folder) throws Exception {
    assertThat(JAR).as("what mvn process-test-resources puts there").isRegularFile();
    this.url = "http://127.0.0.1:" + freePort();
    Path settings = folder.resolve("s3proxy.properties");
    Files.writeString(
        settings,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v4
        s3proxy.maximum-timeskew=31536000
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=transient-nio2
        jclouds.identity=any
        jclouds.credential=any
        """
            .formatted(url, KEY_ID, SECRET));
    this.process =
        new ProcessBuilder(
                java(), "-Xmx256m", "-jar", JAR.toString(), "--properties", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(() -> put("bills", new byte[0]) == 200);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Where it is, without a slash at its end. */
  public String url() {
    return url;
  }

  /** Writes a text under a key of the bucket. */
  public void put(String key, String text) throws Exception {
    object(key, text.getBytes(UTF_8));
  }

  /** Writes bytes under a key of the bucket. */
  public void object(String key, byte[] bytes) throws Exception {
    String path = SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    assertThat(put("bills/" + path, bytes)).isEqualTo(200);
  }

  private int put(String path, byte[] bytes) throws Exception {
    SdkHttpRequest signed = signed(URI.create(url + "/" + path), bytes);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed.getUri()).PUT(HttpRequest.BodyPublishers.ofByteArray(bytes));
    signed.forEachHeader((name, values) -> send(request, name, values));
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static void send(HttpRequest.Builder request, String name, List<String> values) {
    if (!name.toLowerCase(Locale.ROOT).equals("host")) {
      request.header(name, String.join(",", values));
    }
  }

  private SdkHttpRequest signed(URI uri, byte[] bytes) {
    return signer
        .sign(
            sign ->
                sign.identity(AwsCredentialsIdentity.create(KEY_ID, SECRET))
                    .request(SdkHttpRequest.builder().uri(uri).method(SdkHttpMethod.PUT).build())
                    .payload(() -> new ByteArrayInputStream(bytes))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
        .request();
  }

  /** Ends it. */
  public void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }
}
