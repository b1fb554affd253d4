// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void pemFiles_serveHttps(String algorithm) throws Exception {
    KeyStore keys = keys(algorithm);
    TlsFiles files = files(keys);
    try (Daemon daemon = new Daemon(folder)) {
      daemon.start(new ServerSettings("127.0.0.1", 0, 4_096, files, List.of()), false);

      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(trusting(keys))
              .build()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("https://localhost:" + daemon.server().port() + "/-/healthy"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void keyInAnotherForm_isRefusedWithTheCommandThatConvertsIt() throws Exception {
    TlsFiles files = files(keys("EC"));
    Files.writeString(files.key(), "-----BEGIN EC PRIVATE KEY-----\nAA==\n");

    assertThatThrownBy(files::context)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void keyOfAnotherAlgorithm_isRefused() throws Exception {
    TlsFiles rsa = files(keys("RSA"));
    Path key = folder.resolve("rsa.key");
    Files.move(rsa.key(), key);
    TlsFiles mixed = new TlsFiles(files(keys("EC")).certificate(), key);

    assertThatThrownBy(mixed::context)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no EC key as the certificate needs");
  }

  @Test
  void fileThatIsNoCertificate_isRefused() throws Exception {
    TlsFiles files = files(keys("EC"));
    Files.writeString(files.certificate(), "no certificate");

    assertThatThrownBy(files::context)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tls_cert_file " + files.certificate());
  }

  /** A key and a self-signed certificate for localhost, made by the JDK's own tool. */
  private KeyStore keys(String algorithm) throws Exception {
    Path store = folder.resolve(algorithm + ".p12");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "36500",
                "-startdate",
                "2020/01/01",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(tool.exitValue()).as(output).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private TlsFiles files(KeyStore keys) throws Exception {
    Certificate certificate = Objects.requireNonNull(keys.getCertificate("server"));
    byte[] key = Objects.requireNonNull(keys.getKey("server", PASSWORD)).getEncoded();
    return new TlsFiles(
        pem("server.crt", "CERTIFICATE", certificate.getEncoded()),
        pem("server.key", "PRIVATE KEY", key));
  }

  private Path pem(String name, String kind, byte[] der) throws IOException {
    String text =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
    return Files.writeString(folder.resolve(name), text);
  }

  private static SSLContext trusting(KeyStore keys) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("server", Objects.requireNonNull(keys.getCertificate("server")));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
