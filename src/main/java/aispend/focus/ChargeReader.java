// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one file as charges. Columns may stand in any order; others are left alone. */
final class ChargeReader {
  private static final String START = "ChargePeriodStart";
  private static final String CURRENCY = "BillingCurrency";
  private static final String CATEGORY = "ChargeCategory";
  private static final String CLASS = "ChargeClass";

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40})(?:[eE][+-]?\\d{1,2})?");

  private final FocusOptions options;
  private final int start;
  private final int cost;
  private final int currency;
  private final int category;
  private final int chargeClass;
  private final List<Choice.InFile> include;
  private final List<Choice.InFile> exclude;
  private final Map<Dimension, List<Cell>> dimensions = new EnumMap<>(Dimension.class);
  private String lastTime = "";
  private Instant lastStart = Instant.EPOCH;

  private record Cell(ColumnPlace place, int index) {}

  /**
   * Finds the columns.
   *
   * @throws IOException when columns are missing without which the file is no bill; names them
   */
  ChargeReader(FocusOptions options, List<String> columns) throws IOException {
    this.options = options;
    this.start = ColumnPlace.index(columns, START);
    this.cost = ColumnPlace.index(columns, options.cost());
    this.currency = ColumnPlace.index(columns, CURRENCY);
    this.category = ColumnPlace.index(columns, CATEGORY);
    this.chargeClass = ColumnPlace.index(columns, CLASS);
    this.include = inFile(options.include(), columns);
    this.exclude = inFile(options.exclude(), columns);
    options.dimensions().forEach((dimension, places) -> find(dimension, places, columns));
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      throw new IOException("it has no column " + String.join(", ", missing));
    }
  }

  /** All columns that can be asked for, by their names in FOCUS. */
  static Set<String> columns(FocusOptions options) {
    Set<String> columns =
        new LinkedHashSet<>(List.of(START, options.cost(), CURRENCY, CATEGORY, CLASS));
    options.include().forEach(choice -> columns.add(choice.place().column()));
    options.exclude().forEach(choice -> columns.add(choice.place().column()));
    options
        .dimensions()
        .values()
        .forEach(places -> places.forEach(place -> columns.add(place.column())));
    return columns;
  }

  private static List<Choice.InFile> inFile(List<Choice> choices, List<String> columns) {
    return choices.stream().map(choice -> new Choice.InFile(choice, columns)).toList();
  }

  private void find(Dimension dimension, List<ColumnPlace> places, List<String> columns) {
    List<Cell> cells =
        places.stream()
            .map(place -> new Cell(place, ColumnPlace.index(columns, place.column())))
            .filter(cell -> cell.index() >= 0)
            .toList();
    if (!cells.isEmpty()) {
      dimensions.put(dimension, cells);
    }
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (start < 0) {
      missing.add(START);
    }
    if (cost < 0) {
      missing.add(options.cost());
    }
    if (currency < 0 && options.currency().isEmpty()) {
      missing.add(CURRENCY);
    }
    if (category < 0) {
      missing.add(CATEGORY);
    }
    if (include.stream().noneMatch(Choice.InFile::isThere) && !include.isEmpty()) {
      missing.add(options.include().get(0).place().column());
    }
    return missing;
  }

  /** When the row's charge period begins, whatever the row is about. */
  Instant start(Rows.Row row) throws UnreadableException {
    String time = row.value(start);
    if (!time.equals(lastTime)) {
      try {
        lastStart = FocusTime.parse(time);
        lastTime = time;
      } catch (DateTimeException e) {
        throw new UnreadableException(START, time);
      }
    }
    if (lastTime.isEmpty()) {
      throw new UnreadableException(START, time);
    }
    return lastStart;
  }

  /** Whether it is a charge for what the configuration asks for. */
  boolean isWanted(Rows.Row row) {
    return (include.isEmpty() || anyHolds(include, row))
        && !anyHolds(exclude, row)
        && options.categories().contains(row.value(category).strip().toLowerCase(Locale.ROOT))
        && (options.corrections() || !isCorrection(row));
  }

  private static boolean anyHolds(List<Choice.InFile> choices, Rows.Row row) {
    for (Choice.InFile choice : choices) {
      if (choice.holds(row)) {
        return true;
      }
    }
    return false;
  }

  Charge charge(Rows.Row row) throws UnreadableException {
    String told = row.value(currency).strip();
    if (told.isEmpty() && options.currency().isEmpty()) {
      throw new UnreadableException(CURRENCY, told);
    }
    return new Charge(
        start(row), dimensions(row), told.isEmpty() ? options.currency() : told, amount(row));
  }

  private BigDecimal amount(Rows.Row row) throws UnreadableException {
    String text = row.value(cost).strip();
    if (!NUMBER.matcher(text).matches()) {
      throw new UnreadableException(options.cost(), text);
    }
    return new BigDecimal(text);
  }

  private Dimensions dimensions(Rows.Row row) {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    dimensions.forEach((dimension, cells) -> values.put(dimension, text(cells, row)));
    values.computeIfPresent(Dimension.MODEL, (model, text) -> model(text));
    values.put(Dimension.VARIANT, variant(row));
    return new Dimensions(values);
  }

  private static String text(List<Cell> cells, Rows.Row row) {
    for (Cell cell : cells) {
      String text = cell.place().in(row.value(cell.index()));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private String model(String text) {
    @Nullable Pattern pattern = options.modelPattern();
    if (pattern == null) {
      return text;
    }
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      return "";
    }
    String name = found.groupCount() > 0 ? found.group(1) : found.group();
    return name == null ? "" : name;
  }

  /** What a charge is other than plain use: {@code credit}, {@code usage correction}. */
  private String variant(Rows.Row row) {
    String kind = row.value(category).strip().toLowerCase(Locale.ROOT);
    if (isCorrection(row)) {
      return kind + " correction";
    }
    return kind.equals("usage") ? "" : kind;
  }

  private boolean isCorrection(Rows.Row row) {
    return row.value(chargeClass).strip().equalsIgnoreCase("Correction");
  }
}
