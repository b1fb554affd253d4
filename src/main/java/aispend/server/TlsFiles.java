// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The server's identity for HTTPS.
 *
 * @param certificate PEM: the server's certificate, then those that sign it
 * @param key PEM: the private key in PKCS #8, not encrypted; RSA, EC or Ed25519
 */
public record TlsFiles(Path certificate, Path key) {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  public TlsFiles {
    requireNonNull(certificate, "certificate");
    requireNonNull(key, "key");
  }

  /**
   * Reads both files.
   *
   * @throws IOException when one cannot be read or used; the message says which and what to do
   */
  SSLContext context() throws IOException {
    Certificate[] chain = chain();
    PrivateKey privateKey = privateKey(chain[0].getPublicKey().getAlgorithm());
    try {
      char[] none = new char[0];
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, none);
      store.setKeyEntry("aispend", privateKey, none, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, none);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "tls_cert_file " + certificate + " and tls_key_file " + key + " do not fit: " + e, e);
    }
  }

  private Certificate[] chain() throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (chain.isEmpty()) {
        throw new IOException("tls_cert_file " + certificate + " holds no certificate in PEM");
      }
      return chain.toArray(new Certificate[0]);
    } catch (GeneralSecurityException e) {
      throw new IOException("tls_cert_file " + certificate + " is no certificate in PEM: " + e, e);
    }
  }

  private PrivateKey privateKey(String algorithm) throws IOException {
    String pem = Files.readString(key, StandardCharsets.US_ASCII);
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "tls_key_file "
              + key
              + " is not an unencrypted PKCS #8 key; make one with"
              + " 'openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem'");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "tls_key_file " + key + " holds no " + algorithm + " key as the certificate needs", e);
    }
  }
}
