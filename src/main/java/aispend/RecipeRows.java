// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.model.Cost;
import aispend.model.UsageRecord;
import aispend.normalise.Normalised;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Records as {@code try-recipe} shows them, a line each. */
record RecipeRows(List<String> lines) {
  static RecipeRows of(Normalised normalised, int most) {
    List<UsageRecord> records =
        normalised.buckets().stream().flatMap(bucket -> bucket.records().stream()).toList();
    List<String> lines = new ArrayList<>();
    lines.add(
        records.size()
            + " records, "
            + normalised.rejections().size()
            + " rejected"
            + (records.size() > most ? "; the first " + most + ":" : ""));
    records.stream().limit(most).forEach(record -> lines.add("  " + line(record)));
    normalised.rejections().stream()
        .limit(most)
        .forEach(rejection -> lines.add("  rejected: " + rejection));
    return new RecipeRows(lines);
  }

  private static String line(UsageRecord record) {
    StringJoiner line = new StringJoiner("  ");
    line.add(record.period().start().toString());
    record.dimensions().values().forEach((name, value) -> line.add(name.code() + "=" + value));
    Long requests = record.requests();
    if (requests != null) {
      line.add("requests=" + requests);
    }
    record
        .tokens()
        .counts()
        .forEach(
            (type, count) ->
                line.add(type.name().toLowerCase(java.util.Locale.ROOT) + "=" + count));
    record.units().forEach((unit, quantity) -> line.add(unit + "=" + quantity.toPlainString()));
    return line.add("cost=" + cost(record.cost())).toString();
  }

  private static String cost(Cost cost) {
    if (cost instanceof Cost.Unpriced unpriced) {
      return "unknown (" + unpriced.reason() + ")";
    }
    if (cost instanceof Cost.Unconverted unconverted) {
      return unconverted.original() + " (no rate)";
    }
    return String.valueOf(cost.amount());
  }
}
