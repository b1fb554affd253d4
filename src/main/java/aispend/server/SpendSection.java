// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.api.Answer;
import aispend.api.Bodies.Amounts;
import aispend.api.Bodies.By;
import aispend.api.Bodies.Daily;
import aispend.api.Bodies.Day;
import aispend.api.Bodies.Group;
import aispend.api.Bodies.Hour;
import aispend.api.Bodies.Hourly;
import aispend.api.Bodies.SourceRow;
import aispend.api.Costs;
import aispend.api.Scope;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.server.BarChart.Bar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is spent: three figures, two charts, two tables. One rendering; not thread-safe. */
final class SpendSection {
  private static final int HOURS = 24;
  private static final int DAYS = 30;
  private static final int ROWS = 8;
  private static final int ALL_ROWS = 1_000;
  private static final int NAMED = 3;

  private final Html html;
  private final Instant now;
  private final Content content;

  /**
   * What is shown, as the API answers it.
   *
   * @param sources how far each source has been read
   */
  record Content(
      Answer<Hourly> hours,
      Answer<Daily> days,
      Answer<By> providers,
      Answer<By> models,
      List<SourceRow> sources) {

    static Content read(Costs costs, List<SourceRow> sources) {
      return new Content(
          costs.hourly(Scope.ALL, HOURS),
          costs.daily(Scope.ALL, DAYS),
          costs.monthBy(Scope.ALL, Dimension.PROVIDER, ALL_ROWS),
          costs.monthBy(Scope.ALL, Dimension.MODEL, ALL_ROWS),
          sources);
    }

    /** Whether any source was read past an instant; else nothing is known of what came after. */
    boolean knows(Instant start) {
      return sources.stream()
          .anyMatch(source -> source.watermark() != null && source.watermark().isAfter(start));
    }
  }

  SpendSection(Html html, Instant now, Content content) {
    this.html = html;
    this.now = now;
    this.content = content;
  }

  void figures() {
    html.open("section", "class", "figures", "aria-label", "Spend");
    List<Day> days = content.days().body().days();
    Day today = days.get(days.size() - 1);
    Day yesterday = days.get(days.size() - 2);
    figure("Today", today.amounts(), startOf(today), "since 00:00 UTC, may still grow");
    figure("Yesterday", yesterday.amounts(), startOf(yesterday), Shown.day(startOf(yesterday)));
    figure(
        "This month",
        content.providers().body().amounts(),
        content.providers().from(),
        monthNote());
    html.close();
  }

  private static Instant startOf(Day day) {
    return day.date().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private String monthNote() {
    Instant settled = content.providers().settledUntil();
    String since = "since " + Shown.day(content.providers().from());
    return settled == null
        ? since + ", not settled yet"
        : since + ", settled until " + Shown.dayAndMinute(settled);
  }

  private void figure(String title, Amounts amounts, Instant start, String note) {
    html.open("article", "class", "card figure").element("h2", null, title);
    if (!content.knows(start) && amounts.costUsd().nanos() == 0) {
      html.element("p", "money unknown", "\u2013")
          .element("p", "counts", "not read yet")
          .element("p", "note", note)
          .close();
      return;
    }
    html.open("p", "class", "money", "title", amounts.costUsd().toString())
        .text(Shown.money(amounts.costUsd()))
        .close();
    html.open("p", "class", "counts")
        .open("span", "title", Shown.count(amounts.requests()))
        .text(Shown.brief(amounts.requests()) + " requests")
        .close()
        .open("span", "title", Shown.count(amounts.totalTokens()))
        .text(Shown.brief(amounts.totalTokens()) + " tokens")
        .close()
        .close();
    html.element("p", "note", note).close();
  }

  void unpriced() {
    long tokens = content.models().unpricedTokens();
    if (tokens == 0) {
      return;
    }
    List<String> models =
        content.models().body().rows().stream()
            .filter(row -> row.unpricedTokens() != 0)
            .map(Group::value)
            .toList();
    String named = models.stream().limit(NAMED).collect(Collectors.joining(", "));
    String more = models.size() > NAMED ? " and " + (models.size() - NAMED) + " more" : "";
    html.open("section", "class", "notice warn")
        .element("h2", null, Shown.count(tokens) + " tokens of this month have no price")
        .element(
            "p",
            null,
            "They are in no sum here. Add prices to the file named by prices.file for: "
                + named
                + more
                + ".")
        .close();
  }

  void charts() {
    html.open("section", "class", "pair");
    List<Bar> hours = new ArrayList<>();
    for (Hour hour : content.hours().body().hours()) {
      boolean running = ChargePeriod.hourOf(now).start().equals(hour.start());
      hours.add(new Bar(Shown.dayAndMinute(hour.start()), hour.amounts().costUsd(), running));
    }
    chart("Last 24 hours", hours);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<Bar> days = new ArrayList<>();
    for (Day day : content.days().body().days()) {
      days.add(new Bar(Shown.day(startOf(day)), day.amounts().costUsd(), day.date().equals(today)));
    }
    chart("Last 30 days", days);
    html.close();
  }

  private void chart(String title, List<Bar> bars) {
    html.open("article", "class", "card").open("div", "class", "heading");
    html.element("h2", null, title);
    Bar peak = bars.get(0);
    for (Bar bar : bars) {
      peak = bar.cost().compareTo(peak.cost()) > 0 ? bar : peak;
    }
    boolean any = bars.stream().anyMatch(bar -> bar.cost().nanos() != 0);
    html.element(
        "p",
        "note",
        any ? "peak " + Shown.money(peak.cost()) + ", " + peak.label() : "no spend known");
    html.close();
    new BarChart(title, bars).write(html);
    html.open("div", "class", "axis")
        .element("span", null, bars.get(0).label())
        .element("span", null, bars.get(bars.size() - 1).label() + ", so far")
        .close()
        .close();
  }

  void providers() {
    table("By provider, this month", content.providers().body());
  }

  void models() {
    table("By model, this month", content.models().body());
  }

  private void table(String title, By by) {
    html.open("article", "class", "card").element("h2", null, title);
    if (by.rows().isEmpty()) {
      html.element("p", "empty", "No spend of this month is known yet.").close();
      return;
    }
    html.open("table").open("tbody");
    Money rest = by.amounts().costUsd();
    for (Group row : by.rows().subList(0, Math.min(ROWS, by.rows().size()))) {
      row(row.value(), row.amounts().costUsd(), row.share());
      rest = rest.minus(row.amounts().costUsd());
    }
    if (by.values() > ROWS) {
      row((by.values() - ROWS) + " others", rest, null);
    }
    html.close().close().close();
  }

  private void row(String value, Money cost, @Nullable BigDecimal share) {
    html.open("tr").open("th", "scope", "row");
    if (value.isEmpty()) {
      html.element("span", "none", "not attributed");
    } else {
      html.open("span", "class", "name", "title", value).text(value).close();
    }
    Meter.write(html, share == null ? BigDecimal.ZERO : share, "share");
    html.close();
    html.open("td", "class", "amount", "title", cost.toString()).text(Shown.money(cost)).close();
    html.element("td", "part", share == null ? "" : Shown.percent(share)).close();
  }
}
