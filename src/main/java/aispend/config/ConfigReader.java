// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a configuration file. Holds nothing between two reads, so that a bad file leaves what was
 * read before untouched; any thread may call.
 */
public final class ConfigReader {
  private final ProviderReader providerReader;
  private final Map<String, String> environment;

  /**
   * Takes what the configuration cannot know by itself.
   *
   * @param types the kinds of providers there are, by their type
   * @param cronProblem what is wrong with a Quartz cron expression; empty when nothing is
   * @param environment the process's variables
   */
  public ConfigReader(
      Map<String, KnownProviderType> types,
      Function<String, Optional<String>> cronProblem,
      Map<String, String> environment) {
    this(types, RecipeTypes.NONE, cronProblem, environment);
  }

  /**
   * As above, with providers by recipe.
   *
   * @param recipes reads the recipe that a provider names
   */
  public ConfigReader(
      Map<String, KnownProviderType> types,
      RecipeTypes recipes,
      Function<String, Optional<String>> cronProblem,
      Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.providerReader = new ProviderReader(types, recipes, cronProblem, this.environment);
  }

  /**
   * Reads the file and every secret it points at.
   *
   * @throws ConfigException with every problem at once
   */
  public Config read(Path file) throws ConfigException {
    Findings findings = new Findings();
    Optional<Config> config =
        ConfigText.of(file, findings).map(text -> read(text, findings, folder(file)));
    List<ConfigProblem> problems = findings.problems();
    if (!problems.isEmpty()) {
      throw new ConfigException(file, problems);
    }
    return config.orElseThrow();
  }

  /**
   * The server's section alone, as far as it can be read: a daemon goes on with what it read before
   * when the file is damaged, and is to be found all the same.
   */
  public ServerConfig server(Path file) {
    Findings findings = new Findings();
    String text = ConfigText.of(file, findings).orElse("");
    Section root = Section.root(new TomlParser(text, findings::problem).parse(), findings);
    return ServerConfig.read(root.table("server"), environment);
  }

  /** Reads what can be read; only to be used when there are no problems. */
  Config read(String text, Findings findings) {
    return read(text, findings, Path.of(""));
  }

  private static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private Config read(String text, Findings findings, Path folder) {
    Section root = Section.root(new TomlParser(text, findings::problem).parse(), findings);
    HttpConfig http = HttpConfig.read(root.table("http"));
    LedgerConfig ledger = LedgerConfig.read(root.table("ledger"), environment);
    ServerConfig server = ServerConfig.read(root.table("server"), environment);
    PricesConfig prices = PricesConfig.read(root.table("prices"));
    CurrencyConfig currency = CurrencyConfig.read(root.table("currency"));
    List<ProviderConfig> providers =
        named(root, "provider", section -> provider(section, http, ledger, folder));
    LabelsConfig labels = LabelsConfig.read(root.table("labels"));
    EventsConfig events = EventsConfig.read(root.table("events"));
    OtlpConfig otlp = OtlpConfig.read(root.table("otlp"));
    boolean open = server.authTokensFile().isEmpty() && !server.listen().loopback();
    ProxyConfig proxy = ProxyConfig.read(root.table("proxy"), open);
    KafkaConfig kafka = KafkaConfig.read(root.table("kafka"), environment, ledger);
    List<BudgetConfig> budgets = named(root, "budget", BudgetConfig::read);
    QuotaNames.check(root, budgets);
    RunawayConfig runaway = RunawayConfig.read(root.table("runaway"));
    AnomalyConfig anomaly = AnomalyConfig.read(root.table("anomaly"));
    AlertsConfig alerts = AlertsConfig.read(root.table("alerts"));
    List<String> names = providers.stream().map(ProviderConfig::name).toList();
    List<PrepaidConfig> prepaid =
        root.tables("prepaid").stream().map(entry -> PrepaidConfig.read(entry, names)).toList();
    HistoryConfig history = HistoryConfig.read(root.table("history"), environment);
    CloseConfig close = CloseConfig.read(root.table("close"));
    List<TenantConfig> tenants = named(root, "tenant", TenantConfig::read);
    List<String> tenantNames = tenants.stream().map(TenantConfig::name).toList();
    List<MeterConfig> meters =
        named(root, "meter", section -> MeterConfig.read(section, tenantNames, environment));
    DemoConfig demo = DemoConfig.read(root.table("demo"));
    root.finish();
    if (providers.stream().noneMatch(ProviderConfig::enabled)) {
      findings.warning("no provider is enabled: no vendor is asked for its costs");
    }
    Config config =
        new Config(
            server,
            ledger,
            http,
            prices,
            currency,
            providers,
            labels,
            events,
            otlp,
            proxy,
            kafka,
            budgets,
            runaway,
            anomaly,
            alerts,
            prepaid,
            history,
            close,
            meters,
            tenants,
            demo,
            findings.warnings());
    return config.withWarnings(NotYet.warnings(config));
  }

  private ProviderConfig provider(
      Section section, HttpConfig http, LedgerConfig ledger, Path folder) {
    ProviderConfig provider = providerReader.read(section, http, folder);
    if (provider.reading().lookback().compareTo(ledger.rawRetention()) > 0
        && section.fine("lookback")) {
      section.problem(
          "lookback",
          "reads again what ledger.raw_retention = "
              + Durations.text(ledger.rawRetention())
              + " no longer keeps",
          "make it shorter, or raw_retention longer");
    }
    return provider;
  }

  static <T> List<T> named(Section root, String key, Function<Section, T> reader) {
    List<T> values = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section section : root.tables(key)) {
      values.add(reader.apply(section));
      section
          .textOf("name")
          .filter(name -> section.fine("name") && !names.add(name))
          .ifPresent(
              name ->
                  section.problem(
                      "name", "another " + key + " has this name", "names must be unique"));
    }
    return values;
  }
}
