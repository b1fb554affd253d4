// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How vendors, gateways and cost reports write the same model. */
final class ModelNames {
  private static final Pattern SNAPSHOT =
      Pattern.compile("(?<=.)-(?:\\d{4}-\\d{2}-\\d{2}|20\\d{6}|latest)$");

  private ModelNames() {}

  /**
   * The names to try, the most exact first: as it is, then without the snapshot's date. A
   * fine-tuned model ({@code ft:gpt-4o-2024-08-06:org::id} in usage, {@code ft-gpt-4o-2024-08-06}
   * in cost reports) is tried as {@code ft:} and its base, never as the base alone.
   */
  static List<String> candidates(String vendor, String model) {
    String name = withoutVendor(vendor, model);
    if (name.startsWith("ft:")) {
      int organisation = name.indexOf(':', 3);
      name = organisation < 0 ? name : name.substring(0, organisation);
    } else if (name.startsWith("ft-")) {
      name = "ft:" + name.substring(3);
    }
    List<String> names = new ArrayList<>(List.of(name));
    String undated = SNAPSHOT.matcher(name).replaceFirst("");
    if (!undated.equals(name)) {
      names.add(undated);
    }
    return names;
  }

  /** Gateways write {@code openai/gpt-5} for what the vendor calls {@code gpt-5}. */
  private static String withoutVendor(String vendor, String model) {
    return model.startsWith(vendor + "/") ? model.substring(vendor.length() + 1) : model;
  }
}
