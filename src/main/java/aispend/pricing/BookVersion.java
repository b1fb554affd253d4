// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeMap;

/** A short name for all prices of a book: another one as soon as any price is another. */
final class BookVersion {
  private static final int BYTES = 6;

  private BookVersion() {}

  static String of(Collection<PriceSheet> sheets) {
    MessageDigest digest = sha256();
    for (PriceSheet sheet : sheets) {
      add(digest, sheet.vendor());
      add(digest, new TreeMap<>(sheet.tierAliases()).toString());
      add(digest, new TreeMap<>(sheet.aliases()).toString());
      new TreeMap<>(sheet.models())
          .forEach(
              (model, prices) -> {
                add(digest, model);
                prices.values().forEach(one -> add(digest, ModelPriceWriter.write(one).toString()));
              });
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
