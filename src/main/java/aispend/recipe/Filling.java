// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.model.ChargePeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is filled into a request: the window, the options, and what is asked for one by one.
 *
 * @param each the text asked for; empty when a moment is, or nothing
 * @param moment the day or month asked for; null when a text is, or nothing
 */
record Filling(
    Recipe recipe,
    Map<String, String> options,
    ChargePeriod window,
    ZoneId zone,
    String each,
    @Nullable Instant moment)
    implements Template.Values {

  /** One for each thing that a report asks for by itself; one for all when none is named. */
  static List<Filling> of(
      Recipe recipe, Map<String, String> options, Report report, ChargePeriod window) {
    ZoneId zone = report.times().zone();
    ChargePeriod whole = report.times().whole(window);
    Filling all = new Filling(recipe, options, whole, zone, "", null);
    Report.Each each = report.asking().each();
    if (each == null) {
      return List.of(all);
    }
    String option = each.option();
    if (option == null) {
      return all.moments(each.monthly());
    }
    List<Filling> listed =
        Arrays.stream(option(recipe, options, option).split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> new Filling(recipe, options, whole, zone, text, null))
            .toList();
    return listed.isEmpty() ? List.of(all) : listed;
  }

  private List<Filling> moments(boolean monthly) {
    List<Filling> fillings = new ArrayList<>();
    Instant last = window.end().minus(Duration.ofSeconds(1));
    LocalDate day = window.start().atZone(zone).toLocalDate();
    day = monthly ? day.withDayOfMonth(1) : day;
    while (!day.isAfter(last.atZone(zone).toLocalDate())) {
      Instant start = day.atStartOfDay(zone).toInstant();
      fillings.add(new Filling(recipe, options, window, zone, "", start));
      day = monthly ? day.plusMonths(1) : day.plusDays(1);
    }
    return fillings;
  }

  static String option(Recipe recipe, Map<String, String> options, String name) {
    String given = options.get(name);
    Recipe.Setting setting = recipe.options().get(name);
    String byDefault = setting == null ? null : setting.byDefault();
    return given == null ? (byDefault == null ? "" : byDefault) : given;
  }

  @Override
  public String value(String name, @Nullable String format) {
    return switch (name) {
      case "start" -> written(window.start(), format);
      case "end" -> written(window.end(), format);
      case "last" -> written(window.end().minus(Duration.ofSeconds(1)), format);
      case Template.EACH -> moment == null ? each : written(moment, format);
      default -> option(recipe, options, name);
    };
  }

  private String written(Instant instant, @Nullable String format) {
    return TimeText.written(format == null ? "date" : format, instant, zone);
  }
}
