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
    columns.add(new Column("cost_usd", row -> row.total().cost()));
    columns.add(new Column("requests", row -> row.total().requests()));
    for (TokenType type : TokenType.values()) {
      columns.add(new Column(type.code() + "_tokens", row -> row.tokens(type)));
    }
    columns.add(new Column("unpriced_tokens", row -> row.total().unpricedTokens()));
    columns.add(new Column("cache_savings_usd", row -> row.total().savings().cache()));
    columns.add(new Column("tier_savings_usd", row -> row.total().savings().tier()));
    columns.add(new Column("billing_month", row -> row.billingMonth().toString()));
    columns.add(new Column("closed", ExportRow::closed));
    columns.add(new Column("correction", ExportRow::isCorrection));
    columns.add(new Column("known_at", ExportRow::knownAt));
    columns.add(new Column("original_amount", ExportRow::originalAmount));
    columns.add(new Column("original_currency", ExportRow::originalCurrency));
    columns.add(new Column("exchange_rate", ExportRow::exchangeRate));
    return List.copyOf(columns);
  }
}
