// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.api.Api;
import aispend.api.ApiInputs;
import aispend.api.ReplicaView;
import aispend.config.AlertsConfig;
import aispend.config.Config;
import aispend.config.TenantConfig;
import aispend.ledger.LedgerReader;
import aispend.ledger.SqlLedger;
import aispend.ledger.TenantLedger;
import aispend.metrics.Exposition;
import aispend.metrics.MetricsInputs;
import aispend.metrics.MetricsSettings;
import aispend.model.Tenant;
import aispend.proxy.Proxy;
import aispend.server.AccessToken;
import aispend.server.PageSettings;
import aispend.server.Readiness;
import aispend.server.ReloadOutcome;
import aispend.server.ServerParts;
import aispend.server.ServerSettings;
import aispend.server.TenantView;
import aispend.server.TlsFiles;
import aispend.server.TokenFile;
import aispend.server.TokenFileException;
import aispend.telemetry.Telemetry;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the server answers with: each question goes to the workload in force, and a tenant's through
 * its own view of the ledger.
 */
final class Served {
  private final Supplier<Workload> workload;
  private final SqlLedger ledger;
  private final Together together;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Build build;

  Served(
      Supplier<Workload> workload,
      SqlLedger ledger,
      Together together,
      Telemetry telemetry,
      Clock clock,
      Build build) {
    this.workload = workload;
    this.ledger = ledger;
    this.together = together;
    this.telemetry = telemetry;
    this.clock = clock;
    this.build = build;
  }

  /** Where the server listens, and who may ask. */
  static ServerSettings settings(Config config, List<AccessToken> tokens) {
    return new ServerSettings(
        config.server().listen().host(),
        config.server().listen().port(),
        Math.toIntExact(config.server().maxBodyBytes()),
        config.server().tls().map(tls -> new TlsFiles(tls.certificate(), tls.key())).orElse(null),
        tokens);
  }

  /**
   * The tokens of the configuration's file.
   *
   * @throws CommandException when the file cannot be used
   */
  static List<AccessToken> tokens(Config config) {
    try {
      Optional<Path> tokens = config.server().authTokensFile();
      Set<String> tenants =
          config.tenants().stream().map(TenantConfig::name).collect(Collectors.toSet());
      return tokens.isPresent() ? TokenFile.read(tokens.get(), tenants) : List.of();
    } catch (TokenFileException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  ServerParts parts(Config config, Proxy proxy, Supplier<ReloadOutcome> reload) {
    MetricsSettings metrics =
        new MetricsSettings(
            List.copyOf(config.labels().metrics()),
            config.labels().maxSeries(),
            config.labels().newSeriesHold());
    MetricsInputs inputs =
        new MetricsInputs(
            ledger,
            () -> workload.get().budgets(),
            () -> workload.get().insights(),
            () -> workload.get().spenders(),
            () -> thresholds(workload.get().config()),
            () -> Optional.of(workload.get().prices().readAt()),
            telemetry.registry());
    Api api =
        new Api(
            new ApiInputs(
                ledger,
                () -> workload.get().budgets(),
                states -> workload.get().budgetReports(states),
                () -> workload.get().providers(),
                () -> workload.get().insights(),
                PricesInForce.of(workload, ledger),
                () -> together.view(ledger)),
            clock,
            build.version());
    return new ServerParts(
        new Exposition(metrics, inputs, clock, together.leadership()::leads),
        api,
        () -> workload.get().receiver(),
        () -> workload.get().otlp(),
        proxy,
        new Readiness(List.of(new Readiness.Check("ledger", this::ledgerProblem))),
        reload,
        () -> workload.get().closing(),
        telemetry,
        new PageSettings(
            build.version(),
            config.demo().enabled(),
            config.server().grafanaUrl().map(URI::toString).orElse(null)),
        config.tenants().stream().map(tenant -> view(tenant.tenant(), metrics)).toList());
  }

  /** What a tenant sees: all of it through its own view of the ledger. */
  private TenantView view(Tenant tenant, MetricsSettings metrics) {
    LedgerReader own = new TenantLedger(ledger, tenant);
    TenantInsight insight = new TenantInsight(tenant, own, ledger.crossings(), clock);
    MetricsInputs inputs =
        new MetricsInputs(
            own,
            () -> insight.budgets(workload.get()),
            () -> insight.insights(workload.get()),
            () -> insight.spenders(workload.get()),
            Map::of,
            Optional::empty,
            telemetry.registry());
    return new TenantView(
        tenant,
        Exposition.ofTenant(metrics, inputs, clock),
        new Api(
            new ApiInputs(
                own,
                () -> insight.budgets(workload.get()),
                states -> insight.budgetReports(workload.get(), states),
                () -> insight.providers(workload.get()),
                () -> insight.insights(workload.get()),
                PricesInForce.ofTenant(workload),
                () -> ReplicaView.ALONE),
            clock,
            build.version()));
  }

  private Optional<String> ledgerProblem() {
    ledger.checkWritable(clock.instant());
    return Optional.empty();
  }

  /** The configuration's thresholds by the names that alert rules know. */
  private static Map<String, BigDecimal> thresholds(Config config) {
    AlertsConfig alerts = config.alerts();
    return Map.of(
        "runaway_10m_usd", config.runaway().limit().units(),
        "baseline_floor_usd", config.anomaly().min().units(),
        "anomaly_above_average", BigDecimal.valueOf(config.anomaly().aboveAverage()),
        "anomaly_deviations", BigDecimal.valueOf(config.anomaly().deviations()),
        "low_balance_usd", alerts.lowBalance().units(),
        "reconciliation_ratio", BigDecimal.valueOf(alerts.reconciliationRatio()),
        "reconciliation_floor_usd", alerts.reconciliationFloor().units(),
        "forecast_over_ratio", BigDecimal.valueOf(alerts.forecastOver()),
        "restatement_usd", alerts.restatement().units(),
        "history_drift_usd", alerts.historyDrift().units());
  }
}
