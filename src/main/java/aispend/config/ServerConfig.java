// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Section {@code [server]}.
 *
 * @param listen where to listen
 * @param tls certificate and key; empty: plain HTTP
 * @param authTokensFile who may read and write; empty: everybody
 * @param open whether others than this machine may reach it without a token
 * @param maxBodyBytes the largest request body, after decompression
 * @param grafanaUrl where the status page links to; empty: no links
 */
public record ServerConfig(
    ListenAddress listen,
    Optional<TlsFiles> tls,
    Optional<Path> authTokensFile,
    boolean open,
    long maxBodyBytes,
    Optional<URI> grafanaUrl) {

  /**
   * PEM files that existed when the configuration was read.
   *
   * @param certificate the certificate and its chain
   * @param key its private key
   */
  public record TlsFiles(Path certificate, Path key) {}

  static ServerConfig read(Section section, Map<String, String> environment) {
    Exposure exposure = new Exposure(section, environment);
    ListenAddress listen = exposure.listen();
    Optional<Path> certificate = section.optional("tls_cert_file", PlaceKinds.FILE);
    Optional<Path> key = section.optional("tls_key_file", PlaceKinds.FILE);
    Optional<Path> tokens = section.optional("auth_tokens_file", PlaceKinds.FILE);
    boolean open = section.get("open", Kinds.FLAG, false);
    long maxBody = section.get("max_body_bytes", Kinds.integer(1_024, 1L << 30), 8_388_608L);
    Optional<URI> grafana = section.optional("grafana_url", PlaceKinds.URL);
    checkTogether(section, certificate, key);
    exposure.check(listen, tokens, open);
    section.finish();
    return new ServerConfig(
        listen,
        certificate.flatMap(file -> key.map(other -> new TlsFiles(file, other))),
        tokens,
        open,
        maxBody,
        grafana);
  }

  private static void checkTogether(
      Section section, Optional<Path> certificate, Optional<Path> key) {
    if (certificate.isPresent() == key.isPresent()
        || !section.fine("tls_cert_file", "tls_key_file")) {
      return;
    }
    String given = certificate.isPresent() ? "tls_cert_file" : "tls_key_file";
    String other = certificate.isPresent() ? "tls_key_file" : "tls_cert_file";
    section.problem(given, "given without " + other, "give both for HTTPS, or neither for HTTP");
  }
}
