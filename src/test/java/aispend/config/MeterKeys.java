// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.OPENAI_KEY;
import static aispend.config.Key.key;

import aispend.config.MeterConfig.Value;
import aispend.model.Secret;
import java.net.URI;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys of billing meters. */
final class MeterKeys {
  private MeterKeys() {}

  static Stream<Key> all() {
    Function<Config, MeterConfig> meter = c -> c.meters().get(0);
    Function<Config, Object> secret = c -> meter.apply(c).key().map(Secret::reveal);
    return Stream.of(
        key("meter.name", "\"calls\"", c -> meter.apply(c).name(), "spend", "calls"),
        key("meter.event_name", "\"x\"", c -> meter.apply(c).eventName(), "ai_spend", "x"),
        key("meter.value", "\"tokens\"", c -> meter.apply(c).value(), Value.CENTS, Value.TOKENS),
        key(
            "meter.from",
            "\"2026-12-24\"",
            c -> meter.apply(c).from(),
            LocalDate.parse("2026-11-01"),
            LocalDate.parse("2026-12-24")),
        key(
            "meter.customers",
            "{ acme = \"cus_2\" }",
            c -> meter.apply(c).customers(),
            Map.of(),
            Map.of("acme", "cus_2")),
        key(
            "meter.base_url",
            "\"https://stripe.example\"",
            c -> meter.apply(c).baseUrl(),
            URI.create("https://api.stripe.com"),
            URI.create("https://stripe.example")),
        key(
            "meter.key_env",
            "\"OPENAI_ADMIN_KEY\"",
            secret,
            Optional.empty(),
            Optional.of(OPENAI_KEY)),
        key(
            "meter.key_file",
            "\"FILE\"",
            secret,
            Optional.empty(),
            Optional.of("sk-admin-from-file")),
        key(
            "meter.customer_key",
            "\"who\"",
            c -> meter.apply(c).payload().customerKey(),
            "stripe_customer_id",
            "who"),
        key(
            "meter.value_key",
            "\"amount\"",
            c -> meter.apply(c).payload().valueKey(),
            "value",
            "amount"));
  }
}
