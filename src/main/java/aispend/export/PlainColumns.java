// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.model.Dimension;
import aispend.model.TokenType;
import java.util.ArrayList;
import java.util.List;

/** The columns of our own formats, named as members of the JSON API are. */
final class PlainColumns {
  static final List<Column> ALL = all();

  private PlainColumns() {}

  private static List<Column> all() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("start", row -> row.period().start()));
    columns.add(new Column("end", row -> row.period().end()));
    columns.add(new Column("settled", ExportRow::settled));
    for (Dimension dimension : Dimension.values()) {
      columns.add(new Column(dimension.code(), row -> row.of(dimension)));
    }
    columns.add(new Column("cost_usd", row -> row.sum().cost()));
    columns.add(new Column("requests", row -> row.sum().requests()));
    for (TokenType type : TokenType.values()) {
      columns.add(new Column(type.code() + "_tokens", row -> row.sum().tokens().of(type)));
    }
    columns.add(new Column("unpriced_tokens", row -> row.sum().unpricedTokens()));
    columns.add(new Column("cache_savings_usd", row -> row.sum().savings().cache()));
    columns.add(new Column("tier_savings_usd", row -> row.sum().savings().tier()));
    return List.copyOf(columns);
  }
}
