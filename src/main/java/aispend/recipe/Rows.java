// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection.Refused;
import aispend.http.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of an answer are.
 *
 * @param at where they are; each {@code *} goes through a list or an object
 * @param columns where a table's names of columns are; then each row is a list of cells
 * @param axis where the moments are that lists of numbers run along; then each row is one number,
 *     as {@code /value}, with its moment as {@code /axis}
 * @param lines whether the answer is one document a line
 * @param time where a row tells its time; null when it is the window's
 * @param timeFormat how that is written
 * @param where which rows count
 * @param silentMeansNone whether a bucket without rows was without use; else nothing is known
 * @param cutAt how many rows make an answer suspect of being cut; 0 when it never is
 */
record Rows(
    Pointer at,
    @Nullable Pointer columns,
    @Nullable Pointer axis,
    boolean lines,
    @Nullable Pointer time,
    String timeFormat,
    List<Condition> where,
    boolean silentMeansNone,
    int cutAt) {
  Rows {
    where = List.copyOf(where);
  }

  /** What was found in one answer: rows, and places that say that they have none. */
  record Found(List<Place> rows, List<Place> without) {}

  /** A predicate on a row; a missing value is the empty text. */
  record Condition(Pointer pointer, boolean equal, String value) {
    private static final Pattern FORM = Pattern.compile("(\\S+)\\s+(==|!=)\\s*(.*)");

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

    static Condition of(String text) throws Refused {
      Matcher form = FORM.matcher(text.strip());
      if (!form.matches()) {
        throw new Refused("not a condition", "write \"/kind == usage\" or \"/kind != included\"");
      }
      String value = form.group(3).strip().replaceAll("^\"(.*)\"$", "$1");
      return new Condition(Pointer.of(form.group(1)), form.group(2).equals("=="), value);
    }

    boolean holds(Place row) {
      JsonNode node = pointer.find(row);
      return (node.isNumber() ? isNumber(node) : text(node).equals(value)) == equal;
    }

    private static String text(JsonNode node) {
      return node.isNull() || node.isMissingNode() ? "" : node.asText();
    }

    /** As a number: 0.0 is 0. */
    private boolean isNumber(JsonNode node) {
      return NUMBER.matcher(value).matches()
          && node.decimalValue().compareTo(new BigDecimal(value)) == 0;
    }
  }

  /**
   * The rows of an answer, before any condition.
   *
   * @throws UnreadableException when there is no list where they should be
   */
  Found in(JsonNode document) throws UnreadableException {
    Place root = Place.of(document);
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    walk(root, document, at.path(), true, found);
    if (columns != null) {
      List<String> names = names(columns, root);
      return new Found(found.rows.stream().map(row -> named(row, names)).toList(), found.without);
    }
    return axis == null ? found : new Found(along(found.rows, axis.find(root)), found.without);
  }

  /**
   * Goes down to the rows.
   *
   * @param first whether no {@code *} was passed yet, so that what is missing was promised
   */
  private void walk(Place place, JsonNode node, List<String> path, boolean first, Found found)
      throws UnreadableException {
    if (path.isEmpty()) {
      if (first && !node.isObject()) {
        throw new UnreadableException("rows.at = " + at.miss(place));
      }
      if (!node.isMissingNode()) {
        found.rows.add(new Place(node, place.key(), place));
      }
      return;
    }
    String name = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (name.equals(Pointer.EVERY)) {
      every(place, node, rest, first, found);
    } else {
      walk(place, Pointer.step(node, name), rest, first, found);
    }
  }

  private void every(Place place, JsonNode node, List<String> rest, boolean first, Found found)
      throws UnreadableException {
    if (first && !node.isContainerNode()) {
      throw new UnreadableException("rows.at = " + at.miss(place));
    }
    if (!first && rest.isEmpty() && node.isArray() && node.isEmpty()) {
      found.without.add(place);
    }
    for (Place each : place.each(node)) {
      if (rest.isEmpty()) {
        found.rows.add(each);
      } else {
        walk(each, each.node(), rest, false, found);
      }
    }
  }

  /** The names of columns, each a text or an object's {@code name}. */
  private static List<String> names(Pointer columns, Place root) throws UnreadableException {
    JsonNode list = columns.find(root);
    if (!list.isArray()) {
      throw new UnreadableException("rows.columns = " + columns.miss(root));
    }
    List<String> names = new ArrayList<>();
    list.forEach(
        column -> names.add(column.isObject() ? column.path("name").asText() : column.asText()));
    return names;
  }

  private static Place named(Place row, List<String> names) {
    ObjectNode cells = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size() && i < row.node().size(); i++) {
      cells.set(names.get(i), row.node().get(i));
    }
    return new Place(cells, row.key(), row.parent());
  }

  private static List<Place> along(List<Place> series, JsonNode axis) throws UnreadableException {
    if (!axis.isArray()) {
      throw new UnreadableException("rows.axis found no list");
    }
    List<Place> rows = new ArrayList<>();
    for (Place numbers : series) {
      for (int i = 0; i < numbers.node().size(); i++) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set("axis", i < axis.size() ? axis.get(i) : MissingNode.getInstance());
        row.set("value", numbers.node().get(i));
        rows.add(new Place(row, Integer.toString(i), numbers));
      }
    }
    return rows;
  }

  /** The text of a row's time; null when it has none. */
  static @Nullable String text(JsonNode node) {
    return node.isNumber() ? Json.decimalText(node) : node.isTextual() ? node.asText() : null;
  }
}
