// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection;
import aispend.config.TomlSection.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code [source.measures]}: what rows count and cost. */
final class MeasureReader {
  private final TomlSection section;
  private final Set<String> options;

  MeasureReader(TomlSection section, Set<String> options) {
    this.section = section;
    this.options = options;
  }

  Report.Measures measures() {
    Map<String, Amount> counts = new LinkedHashMap<>();
    take("requests", section, "requests", counts);
    Numbers.TOKENS.forEach(name -> take(name, section, name, counts));
    TomlSection units = section.table("units");
    for (String unit : units.keys()) {
      if (!unit.matches("[a-z][a-z0-9_]{0,30}")) {
        units.problem(unit, "not a unit's name", "use small letters: characters, seconds, images");
      }
      take(Numbers.UNITS + unit, units, unit, counts);
    }
    Charge cost = section.has("cost") ? charge("cost") : null;
    if (cost == null && counts.isEmpty()) {
      section.problem("cost", "nothing is measured", "write cost = \"/...\", or a count");
    }
    Report.Measures measures =
        new Report.Measures(counts, section.flag("input_includes_cache", true), cost);
    section.finish();
    return measures;
  }

  private static void take(
      String name, TomlSection section, String key, Map<String, Amount> counts) {
    if (section.has(key)) {
      counts.put(name, amount(section, key));
    }
  }

  /** A pointer, a list of pointers to add up, a fixed number, or a table with a scale. */
  private static Amount amount(TomlSection section, String key) {
    if (section.isTable(key)) {
      TomlSection table = section.table(key);
      Amount amount = new Amount(required(table), scale(table), BigDecimal.ZERO);
      table.finish();
      return amount;
    }
    List<String> texts = section.texts(key);
    if (texts.size() == 1 && texts.get(0).matches("\\d{1,9}")) {
      return new Amount(List.of(), BigDecimal.ONE, new BigDecimal(texts.get(0)));
    }
    return new Amount(pointers(section, key), BigDecimal.ONE, BigDecimal.ZERO);
  }

  /** An amount of money; a table may say in which currency. */
  Charge charge(String key) {
    if (!section.isTable(key)) {
      return new Charge(amount(section, key), null, new Template("USD"));
    }
    TomlSection table = section.table(key);
    Amount amount = new Amount(required(table), scale(table), BigDecimal.ZERO);
    String currency = table.text("currency", "USD");
    boolean pointed = currency.startsWith("/") || currency.startsWith("^");
    Pointer pointer = pointed ? table.find("currency", Pointer::of) : null;
    Template always = pointed ? null : table.find("currency", this::currency);
    table.finish();
    return new Charge(amount, pointer, always == null ? new Template("USD") : always);
  }

  private Template currency(String text) throws Refused {
    if (!text.contains("${") && !text.matches("[A-Za-z]{3}")) {
      throw new Refused("no currency", "write \"USD\", or point at it: \"/currency\"");
    }
    return Template.of(text, options);
  }

  private static List<Pointer> required(TomlSection table) {
    List<Pointer> pointers = pointers(table, "at");
    if (pointers.isEmpty()) {
      table.problem("at", "is missing", "write at = \"/amount\"");
    }
    return pointers;
  }

  private static BigDecimal scale(TomlSection table) {
    @Nullable BigDecimal scale = table.find("scale", MeasureReader::factor);
    return scale == null ? BigDecimal.ONE : scale;
  }

  private static BigDecimal factor(String text) throws Refused {
    if (!text.matches("-?\\d{1,9}(\\.\\d{1,12})?")) {
      throw new Refused("no factor", "write it in quotes: \"0.01\" makes dollars of cents");
    }
    return new BigDecimal(text);
  }

  /** One pointer or several. */
  static List<Pointer> pointers(TomlSection section, String key) {
    List<Pointer> pointers = new ArrayList<>();
    for (String text : section.texts(key)) {
      try {
        pointers.add(Pointer.of(text));
      } catch (Refused e) {
        section.problem(key, text + " is refused", String.valueOf(e.getMessage()));
      }
    }
    return pointers;
  }
}
