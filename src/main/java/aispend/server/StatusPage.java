// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.Api;
import aispend.api.Bodies.Budgets;
import aispend.api.Bodies.SourceRow;
import aispend.api.PriceBodies;
import aispend.api.ProviderHealth;
import aispend.model.Tenant;
import aispend.server.SpendSection.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page at {@code /} for people: made on the server, needs no script and nothing from elsewhere,
 * renews itself each minute. When the ledger cannot be read it says so and shows the rest. Any
 * thread may render.
 */
final class StatusPage {
  private static final Logger log = LoggerFactory.getLogger(StatusPage.class);
  private static final int MOST_BUDGETS = 20;
  private static final String STYLE = resource("status.css");
  private static final String ICON =
      "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
          + "%3Crect width='16' height='16' rx='4' fill='%23315efb'/%3E%3Cpath d='M4 12V8m4 4V4m4"
          + " 8V6' stroke='%23fff' stroke-width='2' stroke-linecap='round'/%3E%3C/svg%3E";

  private final Tenant tenant;
  private final Api api;
  private final AlertInbox alerts;
  private final PageSettings settings;
  private final Clock clock;

  StatusPage(Tenant tenant, Api api, AlertInbox alerts, PageSettings settings, Clock clock) {
    this.tenant = tenant;
    this.api = api;
    this.alerts = alerts;
    this.settings = settings;
    this.clock = clock;
  }

  /** Allows our one style sheet by its hash, and nothing else. */
  String contentSecurityPolicy() {
    return "default-src 'none'; style-src 'sha256-"
        + hash(STYLE)
        + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /** The page in UTF-8. */
  byte[] render() {
    Instant now = clock.instant();
    Html html = new Html();
    html.open("html", "lang", "en");
    head(html);
    html.open("body");
    header(html, now);
    html.open("main");
    List<ProviderHealth> providers = api.states().providers();
    StateSections states = new StateSections(html, now);
    if (tenant.isAll()) {
      states.nothingPolled(providers);
    }
    money(html, states, now);
    states.providers(providers);
    replicas(html, now);
    states.alerts(alerts.latest());
    html.close();
    footer(html);
    html.close().close();
    return html.bytes();
  }

  /** Nothing where this daemon has its ledger for itself. */
  private void replicas(Html html, Instant now) {
    try {
      new ReplicaSection(html, now).show(api.replicas().rows());
    } catch (RuntimeException e) {
      log.error("The status page cannot show the other daemons", e);
    }
  }

  /** The parts that need the ledger; all is read first, so that a failure leaves none half. */
  private void money(Html html, StateSections states, Instant now) {
    Content content;
    Budgets budgets;
    List<PriceBodies.UnconvertedRow> unconverted;
    try {
      List<SourceRow> sources = api.states().sources().body().sources();
      content = Content.read(api.costs(), sources);
      budgets = api.states().budgets(MOST_BUDGETS).body();
      unconverted = api.states().unconverted();
    } catch (RuntimeException e) {
      log.error("The status page cannot show what is spent", e);
      html.open("section", "class", "notice bad")
          .element("h2", null, "The ledger cannot be read")
          .element("p", null, String.valueOf(e.getMessage()))
          .close();
      return;
    }
    states.use(content.sources());
    SpendSection spend = new SpendSection(html, now, content);
    spend.figures();
    spend.unpriced();
    states.unconverted(unconverted);
    spend.charts();
    html.open("section", "class", "pair").open("div", "class", "column");
    spend.providers();
    states.budgets(budgets);
    html.close();
    spend.models();
    html.close();
  }

  private void head(Html html) {
    html.open("head").empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("meta", "http-equiv", "refresh", "content", "60");
    html.empty("link", "rel", "icon", "href", ICON);
    html.element("title", null, settings.demo() ? "aispend (DEMO)" : "aispend");
    html.style(STYLE).close();
  }

  private void header(Html html, Instant now) {
    if (settings.demo()) {
      html.open("div", "class", "demo", "role", "note")
          .element("strong", null, "DEMO")
          .text(" Simulated vendors, invented money. Nothing here was billed to anybody.")
          .close();
    }
    html.open("header", "class", "top").open("div", "class", "brand");
    html.open("svg", "viewBox", "0 0 16 16", "aria-hidden", "true")
        .open("rect", "class", "mark", "width", "16", "height", "16", "rx", "4")
        .close()
        .open("path", "class", "strokes", "d", "M4 12V8m4 4V4m4 8V6")
        .close()
        .close();
    html.element("h1", null, tenant.isAll() ? "aispend" : "aispend: " + tenant.name()).close();
    html.open("p", "class", "asof")
        .text("as of ")
        .open("time", "datetime", now.toString())
        .text(Shown.instant(now))
        .close()
        .close()
        .close();
  }

  private void footer(Html html) {
    html.open("footer").open("nav", "aria-label", "More");
    if (settings.grafanaUrl() != null) {
      link(html, settings.grafanaUrl(), "Grafana boards");
    }
    link(html, "/metrics", "Metrics");
    link(html, Api.OPENAPI_PATH, "API description");
    link(html, "/api/costs/summary", "Summary as JSON");
    link(html, "/-/ready", "Readiness");
    html.close();
    html.element("p", null, "aispend " + settings.version() + ". All times are UTC.").close();
  }

  private static void link(Html html, String target, String text) {
    html.open("a", "href", target).text(text).close();
  }

  private static String resource(String name) {
    try (InputStream in = StatusPage.class.getResourceAsStream("/aispend/server/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks aispend/server/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("aispend/server/" + name + " cannot be read", e);
    }
  }

  private static String hash(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
