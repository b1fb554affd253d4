// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection;
import aispend.model.Dimension;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code [source.dimensions]}: what rows are split by. */
final class DimensionReader {
  private final TomlSection section;
  private final Set<String> options;

  DimensionReader(TomlSection section, Set<String> options) {
    this.section = section;
    this.options = options;
  }

  /** The values by dimension; the provider is the configuration's to name. */
  Map<Dimension, Value> dimensions() {
    Map<Dimension, Value> values = new LinkedHashMap<>();
    for (String name : section.keys()) {
      Dimension.ofCode(name)
          .filter(dimension -> dimension != Dimension.PROVIDER)
          .ifPresent(dimension -> values.put(dimension, value(name)));
    }
    List<String> known =
        Arrays.stream(Dimension.values())
            .filter(dimension -> dimension != Dimension.PROVIDER)
            .map(Dimension::code)
            .toList();
    for (String name : section.keys()) {
      if (!known.contains(name)) {
        section.problem(name, "no dimension", "known: " + String.join(", ", known));
      }
    }
    return values;
  }

  private Value value(String name) {
    if (!section.isTable(name)) {
      String text = section.text(name);
      boolean pointer = text.startsWith("/") || text.startsWith("^") || text.startsWith("@");
      if (!pointer && !text.contains("${")) {
        section.problem(
            name, "neither pointer nor template", "write \"/model\", or { text = \"fixed\" }");
      }
      List<Pointer> at = pointer ? MeasureReader.pointers(section, name) : List.of();
      Template filled = pointer ? new Template("") : Template.in(section, name, text, options);
      return new Value(at, filled, "/", null, false, false);
    }
    TomlSection table = section.table(name);
    List<Pointer> at = MeasureReader.pointers(table, "at");
    String text = table.text("text", "");
    if (at.isEmpty() == text.isEmpty()) {
      table.problem("at", "must be given, or text, but not both", "write at = \"/model\"");
    }
    Value value =
        new Value(
            at,
            Template.in(table, "text", text, options),
            table.text("with", "/"),
            table.find("match", RecipeReader::pattern),
            table.flag("hash", false),
            table.flag("lower", false));
    table.finish();
    return value;
  }
}
