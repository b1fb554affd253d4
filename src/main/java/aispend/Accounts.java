// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.ConfigException;
import aispend.config.CurrencyConfig;
import aispend.config.HttpConfig;
import aispend.config.KnownProviderType;
import aispend.config.ProviderConfig;
import aispend.config.RecipeTypes;
import aispend.focus.FocusFilesProvider;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.http.Standing;
import aispend.ingest.EventIngest;
import aispend.ingest.Ingest;
import aispend.ledger.SqlLedger;
import aispend.model.Secret;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.poll.Account;
import aispend.poll.AuthRest;
import aispend.pricing.PriceBook;
import aispend.provider.Provider;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import aispend.provider.Providers;
import aispend.provider.UnusableKeyException;
import aispend.recipe.Recipes;
import aispend.table.Tables;
import aispend.telemetry.Telemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the configured providers into accounts that can be polled. */
final class Accounts {
  private static final Logger log = LoggerFactory.getLogger(Accounts.class);

  private final OutgoingHttp http;
  private final SqlLedger ledger;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Together.CallCounting counting;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  Accounts(
      OutgoingHttp http,
      SqlLedger ledger,
      Optional<Together.CallCounting> shared,
      Telemetry telemetry,
      Clock clock) {
    this.counting = shared.orElse(Standing::of);
    this.http = http;
    this.ledger = ledger;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** What outlives a reading of the configuration, for one provider at one place by one key. */
  private record Kept(URI place, Secret key, Standing standing, AuthRest rest) {
    boolean isOf(ProviderConfig config) {
      return place.equals(config.baseUrl()) && key.reveal().equals(secret(config).reveal());
    }
  }

  /** The kinds of providers there are, as the configuration needs to know them. */
  static Map<String, KnownProviderType> knownTypes() {
    Map<String, KnownProviderType> known =
        types()
            .map(Accounts::known)
            .collect(Collectors.toMap(KnownProviderType::type, Function.identity()));
    known.put(RecipeTypes.HTTP_JSON, RecipeTypes.UNREAD);
    return known;
  }

  /** The provider that a recipe describes, as the configuration needs to know it. */
  static KnownProviderType knownRecipe(Path file) throws ConfigException {
    return known(Recipes.ofFile(file));
  }

  private static Stream<ProviderType> types() {
    return Stream.of(
            Providers.all(), List.of(FocusFilesProvider.TYPE), Tables.all(), Recipes.shipped())
        .flatMap(List::stream);
  }

  private static KnownProviderType known(ProviderType type) {
    return new KnownProviderType(
        type.type(),
        type.defaultBaseUrl(),
        type.defaultKeyEnv(),
        type.keyFormat(),
        type.keyHint(),
        type.options(),
        new OptionsProbe(type));
  }

  /**
   * The enabled providers, ready to be polled.
   *
   * @throws IllegalArgumentException when an adapter's option cannot be used
   */
  List<Account> of(Config config, PriceBook prices) {
    CurrencyRates currencies = currencies(config.currency());
    return config.providers().stream()
        .filter(ProviderConfig::enabled)
        .flatMap(provider -> usable(provider, prices, currencies).stream())
        .toList();
  }

  /** One provider's key is no other's trouble. */
  private Optional<Account> usable(
      ProviderConfig config, PriceBook prices, CurrencyRates currencies) {
    try {
      return Optional.of(account(config, prices, currencies));
    } catch (UnusableKeyException e) {
      log.error("A provider is not asked. provider={} cause={}", config.name(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The door for what applications send, by the prices of the provider they name. */
  EventIngest events(Config config, PriceBook prices) {
    return new EventIngest(ledger, ledger, normalisers(config, prices), telemetry);
  }

  /** By the provider that an event names. */
  static Function<String, Normaliser> normalisers(Config config, PriceBook prices) {
    CurrencyRates currencies = currencies(config.currency());
    Map<String, String> vendors =
        config.providers().stream()
            .collect(Collectors.toMap(ProviderConfig::name, ProviderConfig::type));
    return provider ->
        new Normaliser(provider, vendors.getOrDefault(provider, provider), prices, currencies);
  }

  /** One enabled provider by itself. */
  Provider provider(ProviderConfig config) {
    ProviderSettings settings =
        new ProviderSettings(
            config.name(),
            config.baseUrl().toString(),
            secret(config),
            config.credential().where(),
            config.options());
    return type(config)
        .factory()
        .create(settings, http.client(kept(config).standing(), settings(config.http())), clock);
  }

  private Account account(ProviderConfig config, PriceBook prices, CurrencyRates currencies) {
    String vendor = type(config).type();
    Normaliser normaliser = new Normaliser(config.name(), vendor, prices, currencies);
    ledger.matchModels(config.name(), model -> prices.canonicalModel(vendor, model));
    return new Account(
        provider(config),
        new Ingest(ledger, ledger, normaliser, telemetry),
        new Account.Reading(
            config.reading().schedule(), config.reading().backfill(), config.reading().lookback()),
        config.match(),
        config.credential().where(),
        kept(config).rest());
  }

  /** Where the place or the key changed, the provider may answer again: only its calls count on. */
  private Kept kept(ProviderConfig config) {
    HttpSettings.Circuit circuit = settings(config.http()).circuit();
    return kept.compute(
        config.name(),
        (name, last) -> {
          if (last != null && last.isOf(config)) {
            return last;
          }
          Standing standing =
              last == null ? counting.standing(name, circuit) : last.standing().elsewhere(circuit);
          return new Kept(config.baseUrl(), secret(config), standing, new AuthRest());
        });
  }

  private static Secret secret(ProviderConfig config) {
    return config.credential().secret().orElseThrow();
  }

  private static ProviderType type(ProviderConfig config) {
    if (config.recipe().isPresent()) {
      try {
        return Recipes.ofFile(config.recipe().get());
      } catch (ConfigException e) {
        throw new IllegalArgumentException("the recipe has changed since: " + e.getMessage(), e);
      }
    }
    return types().filter(type -> type.type().equals(config.type())).findFirst().orElseThrow();
  }

  private static HttpSettings settings(HttpConfig config) {
    HttpSettings.Timeouts timeouts =
        new HttpSettings.Timeouts(
            config.connectTimeout(), config.readTimeout(), HttpSettings.Timeouts.DEFAULTS.call());
    HttpSettings.Retries retries =
        new HttpSettings.Retries(
            config.maxAttempts(),
            config.backoff(),
            config.maxBackoff(),
            config.jitter(),
            HttpSettings.Retries.DEFAULTS.maxTold());
    return HttpSettings.DEFAULTS
        .withTimeouts(timeouts)
        .withRetries(retries)
        .withCallsPerDay(config.maxCallsPerDay());
  }

  static CurrencyRates currencies(CurrencyConfig config) {
    return new CurrencyRates(
        config.rates().stream()
            .map(rate -> new CurrencyRates.Rate(rate.currency(), rate.usd(), rate.from()))
            .toList());
  }
}
