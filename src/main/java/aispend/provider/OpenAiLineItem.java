// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The display text of a cost row: {@code [TIER | ]MODEL[ MODALITY], KIND[, long context]}, or a
 * name without a model ({@code Vector storage}). It is not documented and changes, so the model is
 * a best effort and the text itself stays the key.
 */
final class OpenAiLineItem {
  private static final Pattern WITH_MODEL =
      Pattern.compile(
          "(?:[\\w -]{1,40} \\| )?([a-z0-9][a-z0-9._:/-]{0,150})(?: (?:audio|image|text|video))?, .+");

  /** Models have a version or a compound name; plain words before a comma are products. */
  private static final Pattern LIKE_A_MODEL = Pattern.compile(".*[0-9-].*");

  private OpenAiLineItem() {}

  /** The model as the usage report names it; null when the text names none. */
  static @Nullable String model(String lineItem) {
    Matcher matcher = WITH_MODEL.matcher(lineItem);
    if (!matcher.matches() || !LIKE_A_MODEL.matcher(matcher.group(1)).matches()) {
      return null;
    }
    return matcher.group(1);
  }
}
