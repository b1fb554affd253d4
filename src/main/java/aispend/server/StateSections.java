// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.Bodies.Budget;
import aispend.api.Bodies.Budgets;
import aispend.api.Bodies.SourceRow;
import aispend.api.PriceBodies;
import aispend.api.ProviderHealth;
import aispend.model.Sender;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Budgets, providers and received alerts of one rendering. Not thread-safe. */
final class StateSections {
  private static final BigDecimal WATCH = new BigDecimal("0.75");
  private static final BigDecimal NEAR = new BigDecimal("0.9");
  private static final int ALERTS = 10;

  private final Html html;
  private final Instant now;
  private List<SourceRow> sources = List.of();

  StateSections(Html html, Instant now) {
    this.html = html;
    this.now = now;
  }

  /** Lets the providers say how far their sources were read. */
  void use(List<SourceRow> read) {
    sources = List.copyOf(read);
  }

  /** Says what to set when nothing is polled at all. */
  void nothingPolled(List<ProviderHealth> providers) {
    if (providers.stream().anyMatch(ProviderHealth::enabled)) {
      return;
    }
    html.open("section", "class", "notice warn")
        .element("h2", null, "No provider is polled yet, so there is no data");
    if (providers.isEmpty()) {
      html.element(
          "p", null, "The configuration names no [[provider]]. Add one and reload, or restart.");
    } else {
      html.open("ul");
      for (ProviderHealth provider : providers) {
        html.open("li")
            .element("strong", null, provider.name())
            .text(": " + provider.disabledReason())
            .close();
      }
      html.close();
    }
    html.close();
  }

  /** Names amounts that count nothing, and what to do about it. */
  void unconverted(List<PriceBodies.UnconvertedRow> amounts) {
    if (amounts.isEmpty()) {
      return;
    }
    html.open("section", "class", "notice warn")
        .element("h2", null, "Amounts in other currencies are not in the spend")
        .open("ul");
    for (PriceBodies.UnconvertedRow amount : amounts) {
      html.element(
          "li", null, amount.provider() + ": " + amount.amount() + " " + amount.currency());
    }
    html.close()
        .element(
            "p", null, "Add a [[currency.rate]] for each to the configuration, and run reprice.")
        .close();
  }

  void budgets(Budgets fullest) {
    List<Budget> budgets = fullest.budgets();
    html.open("article", "class", "card").element("h2", null, "Budgets");
    if (budgets.isEmpty()) {
      html.element(
          "p",
          "empty",
          "No budget is set. Add a [[budget]] to the configuration to be told early.");
    } else {
      html.open("div", "class", "budgets");
      budgets.forEach(this::budget);
      html.close();
      int more = fullest.total() - budgets.size();
      if (more > 0) {
        html.element("p", "note", more + " more, less used up, are in /api/costs/alerts.");
      }
    }
    html.close();
  }

  private void budget(Budget budget) {
    html.open("div", "class", "budget").open("div", "class", "heading");
    html.open("p", "class", "name")
        .text(budget.name())
        .element("span", "note", budget.scope() + ", " + budget.cycle())
        .close();
    html.open("p", "class", "amount", "title", budget.spentUsd() + " of " + budget.limitUsd())
        .element("strong", null, Shown.money(budget.spentUsd()))
        .text(" of " + Shown.money(budget.limitUsd()))
        .close();
    html.close();
    Meter.write(html, budget.ratio(), level(budget.ratio()));
    html.element(
            "p",
            "note",
            Shown.percent(budget.ratio())
                + " used, ends "
                + Shown.until(budget.cycleEnd(), now)
                + (budget.owner().isEmpty() ? "" : ", owner " + budget.owner()))
        .close();
  }

  private static String level(BigDecimal ratio) {
    if (ratio.compareTo(BigDecimal.ONE) >= 0) {
      return "over";
    }
    if (ratio.compareTo(NEAR) >= 0) {
      return "near";
    }
    return ratio.compareTo(WATCH) >= 0 ? "watch" : "calm";
  }

  void providers(List<ProviderHealth> providers) {
    List<SourceRow> sentTo = notConfigured(providers);
    if (providers.isEmpty() && sentTo.isEmpty()) {
      return;
    }
    html.open("section", "class", "card").element("h2", null, "Providers");
    html.open("ul", "class", "providers");
    providers.forEach(this::provider);
    sentTo.forEach(this::applications);
    html.close().close();
  }

  /** Sources of providers that nobody polls but that applications tell of. */
  private List<SourceRow> notConfigured(List<ProviderHealth> providers) {
    Set<String> configured =
        providers.stream().map(ProviderHealth::name).collect(Collectors.toSet());
    return sources.stream()
        .filter(source -> Sender.isOne(source.name()))
        .filter(source -> !configured.contains(source.provider()))
        .toList();
  }

  private void applications(SourceRow source) {
    html.open("li", "class", "provider fine").open("div", "class", "heading");
    html.open("p", "class", "name")
        .element("span", "badge", "sent")
        .text(source.provider())
        .close();
    html.element("p", "note", "not polled; applications tell of it").close();
    source(source);
    html.close();
  }

  private void provider(ProviderHealth provider) {
    String state = stateOf(provider);
    html.open("li", "class", "provider " + state).open("div", "class", "heading");
    html.open("p", "class", "name").element("span", "badge", state).text(provider.name()).close();
    html.element("p", "note", pollsOf(provider)).close();
    sources.stream()
        .filter(source -> source.provider().equals(provider.name()))
        .forEach(this::source);
    String problem =
        provider.lastError() != null ? provider.lastError() : provider.disabledReason();
    if (problem != null) {
      html.element("p", "problem", problem);
    }
    html.close();
  }

  private void source(SourceRow source) {
    Instant watermark = source.watermark();
    html.open("p", "class", "note source")
        .text(source.name())
        .element(
            "span",
            null,
            watermark == null ? "not read yet" : "read up to " + Shown.dayAndMinute(watermark))
        .close();
  }

  private static String stateOf(ProviderHealth provider) {
    if (!provider.enabled()) {
      return "off";
    }
    if (provider.lastError() != null) {
      return "failing";
    }
    return provider.lastSuccess() == null ? "waiting" : "fine";
  }

  private String pollsOf(ProviderHealth provider) {
    Instant success = provider.lastSuccess();
    Instant next = provider.nextPoll();
    String last = success == null ? "never polled" : "last polled " + Shown.ago(success, now);
    return next == null ? last : last + ", next " + Shown.until(next, now);
  }

  void alerts(List<Alert> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    html.open("section", "class", "card").element("h2", null, "Alerts received");
    html.open("ul", "class", "alerts");
    for (Alert alert : alerts.subList(0, Math.min(ALERTS, alerts.size()))) {
      html.open("li", "class", alert.status().code());
      html.open("p", "class", "name")
          .element("span", "badge", alert.status().code())
          .text(alert.name().isEmpty() ? "unnamed" : alert.name())
          .close();
      html.element("p", null, alert.summary());
      html.element("p", "note", alert.severity() + " " + Shown.ago(alert.receivedAt(), now));
      html.close();
    }
    html.close().close();
  }
}
