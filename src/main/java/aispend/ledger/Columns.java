// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedCost;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of repeated columns, and how contents stand in them. */
final class Columns {
  private static final Map<TokenType, String> OF_TOKENS = new EnumMap<>(TokenType.class);
  private static final Map<Dimension, String> OF_DIMENSIONS = new EnumMap<>(Dimension.class);

  static {
    for (TokenType type : TokenType.values()) {
      OF_TOKENS.put(type, type.code() + "_tokens");
    }
    for (Dimension dimension : Dimension.values()) {
      OF_DIMENSIONS.put(dimension, "dim_" + dimension.code());
    }
  }

  /** Token columns in the order of {@link TokenType}. */
  static final List<String> TOKENS = List.copyOf(OF_TOKENS.values());

  /** Dimension columns in the order of {@link Dimension}. */
  static final List<String> DIMENSIONS = List.copyOf(OF_DIMENSIONS.values());

  /** The columns of {@link Savings}. */
  static final List<String> SAVINGS = List.of("cache_savings_nanos", "tier_savings_nanos");

  /** The columns of a {@link Content}. */
  static final List<String> CONTENT =
      Stream.of(
              Stream.of("cost_kind", "cost_nanos"),
              Stream.of("reported_amount", "reported_unit", "reported_currency"),
              TOKENS.stream(),
              Stream.of("requests", "units"),
              SAVINGS.stream())
          .flatMap(columns -> columns)
          .toList();

  /** The columns of a sum. */
  static final List<String> SUMS =
      Stream.of(
              Stream.of("cost_nanos"),
              TOKENS.stream(),
              Stream.of("requests", "unpriced_tokens"),
              SAVINGS.stream())
          .flatMap(columns -> columns)
          .toList();

  /** The types of tokens that many calls use. */
  private static final Set<TokenType> USUAL_TOKENS =
      EnumSet.of(
          TokenType.INPUT,
          TokenType.CACHE_READ,
          TokenType.CACHE_WRITE,
          TokenType.OUTPUT,
          TokenType.REASONING);

  /** The columns of a sum that nearly all changes are in; see {@link Delta#isUsual}. */
  static final List<String> USUAL_SUMS = usual(Stream.of("cost_nanos", "requests"));

  /** The columns of a content that is {@linkplain #isUsual usual}. */
  static final List<String> USUAL_CONTENT = usual(Stream.of("cost_kind", "cost_nanos", "requests"));

  private static final Set<TokenType> RARE_TOKENS =
      EnumSet.complementOf(EnumSet.copyOf(USUAL_TOKENS));

  private Columns() {}

  private static List<String> usual(Stream<String> own) {
    return Stream.of(own, USUAL_TOKENS.stream().map(Columns::of), Stream.of("cache_savings_nanos"))
        .flatMap(columns -> columns)
        .toList();
  }

  /** The types of tokens that few calls use. */
  static Set<TokenType> rareTokens() {
    return RARE_TOKENS;
  }

  /** Whether all that a content tells is in the usual columns. */
  static boolean isUsual(Content content) {
    return content.reported() == null
        && content.unitMicros().isEmpty()
        && content.savings().tier().nanos() == 0
        && RARE_TOKENS.stream().allMatch(type -> content.tokens().of(type) == 0);
  }

  static String of(Dimension dimension) {
    return OF_DIMENSIONS.getOrDefault(dimension, "");
  }

  static String of(TokenType type) {
    return OF_TOKENS.getOrDefault(type, "");
  }

  static String list(List<String> columns) {
    return String.join(", ", columns);
  }

  /** Named parameters: {@code :a, :b}. */
  static String parameters(List<String> columns) {
    return columns.stream().map(column -> ":" + column).collect(Collectors.joining(", "));
  }

  /** Assignments of named parameters: {@code a = :a, b = :b}. */
  static String assignments(List<String> columns) {
    return columns.stream()
        .map(column -> column + " = :" + column)
        .collect(Collectors.joining(", "));
  }

  static void bind(RowWriter statement, Content content) {
    ReportedCost reported = content.reported();
    statement
        .bind("cost_kind", content.kind())
        .bind("cost_nanos", content.costNanos())
        .bind("reported_amount", reported == null ? null : reported.amount())
        .bind("reported_unit", reported == null ? null : reported.unit().name())
        .bind("reported_currency", reported == null ? null : reported.currency())
        .bind("requests", content.requests())
        .bind("units", JsonText.of(content.unitMicros()));
    bind(statement, content.savings());
    for (TokenType type : TokenType.values()) {
      statement.bind(of(type), content.tokens().of(type));
    }
  }

  static void bindUsual(RowWriter statement, Content content) {
    statement
        .bind("cost_kind", content.kind())
        .bind("cost_nanos", content.costNanos())
        .bind("requests", content.requests())
        .bind("cache_savings_nanos", content.savings().cache().nanos());
    for (TokenType type : USUAL_TOKENS) {
      statement.bind(of(type), content.tokens().of(type));
    }
  }

  static void bind(RowWriter statement, Savings savings) {
    statement
        .bind("cache_savings_nanos", savings.cache().nanos())
        .bind("tier_savings_nanos", savings.tier().nanos());
  }

  static RowWriter bindUsual(RowWriter statement, Delta delta) {
    for (TokenType type : USUAL_TOKENS) {
      statement.bind(of(type), delta.tokens(type));
    }
    return statement
        .bind("cost_nanos", delta.costNanos())
        .bind("requests", delta.requests())
        .bind("cache_savings_nanos", delta.cacheSavingsNanos());
  }

  static RowWriter bind(RowWriter statement, Delta delta) {
    statement
        .bind("cost_nanos", delta.costNanos())
        .bind("requests", delta.requests())
        .bind("unpriced_tokens", delta.unpricedTokens())
        .bind("cache_savings_nanos", delta.cacheSavingsNanos())
        .bind("tier_savings_nanos", delta.tierSavingsNanos());
    for (TokenType type : TokenType.values()) {
      statement.bind(of(type), delta.tokens(type));
    }
    return statement;
  }

  static Content content(ResultSet row) throws SQLException {
    String amount = row.getString("reported_amount");
    ReportedCost reported =
        amount == null
            ? null
            : new ReportedCost(
                amount,
                ReportedCost.Unit.valueOf(row.getString("reported_unit")),
                row.getString("reported_currency"));
    return new Content(
        row.getString("cost_kind"),
        nullableLong(row, "cost_nanos"),
        reported,
        new Tokens(tokens(row)),
        nullableLong(row, "requests"),
        JsonText.counts(row.getString("units")),
        savings(row));
  }

  static Savings savings(ResultSet row) throws SQLException {
    return Savings.usd(row.getLong("cache_savings_nanos"), row.getLong("tier_savings_nanos"));
  }

  /** Signed token counts by type. */
  static Map<TokenType, Long> tokens(ResultSet row) throws SQLException {
    Map<TokenType, Long> counts = new EnumMap<>(TokenType.class);
    for (TokenType type : TokenType.values()) {
      counts.put(type, row.getLong(of(type)));
    }
    return counts;
  }

  static Dimensions dimensions(ResultSet row) throws SQLException {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      values.put(dimension, row.getString(of(dimension)));
    }
    return new Dimensions(values);
  }

  static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : (Long) value;
  }
}
