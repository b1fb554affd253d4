// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One {@code [[prepaid]]}: credit bought from a provider. Several of one provider add up.
 *
 * @param provider the label {@code provider} of the spend that uses it up
 * @param amount dollars; more than 0
 * @param from the first UTC day on which it may be spent
 * @param note what people call it
 */
public record PrepaidConfig(String provider, Money amount, LocalDate from, Optional<String> note) {
  /**
   * Reads one.
   *
   * @param providers the names of all {@code [[provider]]}
   */
  static PrepaidConfig read(Section section, List<String> providers) {
    PrepaidConfig prepaid =
        new PrepaidConfig(
            section.required("provider", Kinds.NAME, "unnamed"),
            section.required("amount_usd", Kinds.dollars(false), Money.ZERO_USD),
            section.required("from", Kinds.DATE, LocalDate.EPOCH),
            section.optional("note", Kinds.TEXT));
    if (section.fine("provider") && !providers.contains(prepaid.provider())) {
      section.warning(
          section.full("provider")
              + " is \""
              + prepaid.provider()
              + "\", the name of no [[provider]]; only spend that applications send under this name"
              + " uses it up"
              + Nearest.of(prepaid.provider(), providers)
                  .map(near -> "; did you mean \"" + near + "\"?")
                  .orElse(""));
    }
    section.finish();
    return prepaid;
  }
}
