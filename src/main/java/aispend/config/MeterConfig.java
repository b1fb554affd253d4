// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Secret;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code [[meter]]}: a meter of Stripe that is told what tenants use.
 *
 * @param name unique
 * @param eventName the meter's there
 * @param value what is told
 * @param from the first UTC day
 * @param customers the customer of each tenant there
 * @param key empty: nothing is sent
 * @param payload the names in an event's payload
 */
public record MeterConfig(
    String name,
    String eventName,
    Value value,
    LocalDate from,
    Map<String, String> customers,
    URI baseUrl,
    Optional<Secret> key,
    Payload payload) {
  private static final URI STRIPE = URI.create("https://api.stripe.com");
  private static final Kind<Map<String, String>> CUSTOMERS =
      Kinds.TITLE.tableBy(Kinds.NAME, "table of tenant = customer", "{ acme = \"cus_1\" }");

  /** What a meter counts. */
  public enum Value {
    /** Whole cents of canonical cost. */
    CENTS,
    TOKENS,
    REQUESTS
  }

  /** The keys of customer and value, as the meter there has them. */
  public record Payload(String customerKey, String valueKey) {}

  public MeterConfig {
    customers = Map.copyOf(customers);
  }

  /**
   * Reads one.
   *
   * @param tenants the names of all {@code [[tenant]]}
   */
  static MeterConfig read(Section section, List<String> tenants, Map<String, String> environment) {
    MeterConfig meter =
        new MeterConfig(
            section.required("name", Kinds.NAME, "unnamed"),
            section.required("event_name", Kinds.TITLE, "unnamed"),
            section.get("value", Kinds.choice(Value.class), "cents"),
            section.required("from", Kinds.DATE, LocalDate.EPOCH),
            section.required("customers", CUSTOMERS, Map.of()),
            section.get("base_url", PlaceKinds.URL, STRIPE.toString()),
            key(section, environment),
            new Payload(
                section.get("customer_key", Kinds.TITLE, "stripe_customer_id"),
                section.get("value_key", Kinds.TITLE, "value")));
    for (String tenant : meter.customers().keySet()) {
      if (!tenants.contains(tenant)) {
        section.problem(
            "customers",
            "has \"" + tenant + "\", the name of no [[tenant]]",
            Nearest.remedy(tenant, tenants));
      }
    }
    if (Set.copyOf(meter.customers().values()).size() < meter.customers().size()) {
      section.problem("customers", "names a customer twice", "give each tenant its own");
    }
    if (PlaceKinds.inTheClear(meter.baseUrl())) {
      section.problem("base_url", "would send the key in the clear", "write https://");
    }
    section.finish();
    return meter;
  }

  private static Optional<Secret> key(Section section, Map<String, String> environment) {
    CredentialReader reader = new CredentialReader(section, "key", environment);
    Optional<Credential> credential = reader.read("STRIPE_API_KEY", "STRIPE_API_KEY");
    if (credential.orElse(null) instanceof Credential.Missing missing) {
      section.warning(
          "meter \"" + section.textOf("name").orElse("") + "\" is told nothing: " + missing.why());
    }
    return credential.flatMap(Credential::secret);
  }
}
