// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.RecordedRequest;

/** Signature Version 4 of a POST made at a fixed instant, as AWS documents it. */
final class AwsSignature {
  private AwsSignature() {}

  static String of(RecordedRequest request, String signedHeaders, String scope, String secret)
      throws Exception {
    StringBuilder canonical = new StringBuilder("POST\n" + request.getUrl().encodedPath() + "\n\n");
    for (String name : signedHeaders.split(";", -1)) {
      canonical.append(name).append(':').append(request.getHeaders().get(name)).append('\n');
    }
    canonical.append('\n').append(signedHeaders).append('\n');
    canonical.append(sha256(requireNonNull(request.getBody()).utf8()));
    String toSign =
        "AWS4-HMAC-SHA256\n20261121T123456Z\n" + scope + "\n" + sha256(canonical.toString());
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
