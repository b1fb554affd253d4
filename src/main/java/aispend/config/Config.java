// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The whole configuration, checked. Immutable; prints without secrets.
 *
 * @param providers in the order of the file, disabled ones too
 * @param warnings what the operator should know but what stops nothing; holds no secret
 */
public record Config(
    ServerConfig server,
    LedgerConfig ledger,
    HttpConfig http,
    PricesConfig prices,
    CurrencyConfig currency,
    List<ProviderConfig> providers,
    LabelsConfig labels,
    EventsConfig events,
    OtlpConfig otlp,
    ProxyConfig proxy,
    KafkaConfig kafka,
    List<BudgetConfig> budgets,
    RunawayConfig runaway,
    AnomalyConfig anomaly,
    AlertsConfig alerts,
    List<PrepaidConfig> prepaid,
    HistoryConfig history,
    CloseConfig close,
    List<MeterConfig> meters,
    List<TenantConfig> tenants,
    DemoConfig demo,
    List<String> warnings) {
  public Config {
    providers = List.copyOf(providers);
    budgets = List.copyOf(budgets);
    prepaid = List.copyOf(prepaid);
    meters = List.copyOf(meters);
    tenants = List.copyOf(tenants);
    warnings = List.copyOf(warnings);
  }

  /** The same with more warnings. */
  Config withWarnings(List<String> more) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new Config(
        server, ledger, http, prices, currency, providers, labels, events, otlp, proxy, kafka,
        budgets, runaway, anomaly, alerts, prepaid, history, close, meters, tenants, demo, all);
  }
}
