// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection.Refused;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something stands: a JSON Pointer (RFC 6901) from a place, {@code /usage/input}. Each {@code
 * ^} before it first climbs to what the {@code *} before had found, the last to the document; an
 * {@code @} instead of a path is the name or number under which a place was found.
 *
 * @param text as it is written
 * @param climbs how many {@code ^} there are
 * @param key whether it asks for the name
 * @param path the names to go through; {@code *} only where rows are looked for
 */
record Pointer(String text, int climbs, boolean key, List<String> path) {
  static final String EVERY = "*";

  /** Keys named in a message. */
  private static final int MOST_KEYS = 30;

  Pointer {
    path = List.copyOf(path);
  }

  /** One that leads to a single value. */
  static Pointer of(String text) throws Refused {
    Pointer pointer = withEvery(text);
    if (pointer.path.contains(EVERY)) {
      throw new Refused(
          "has a * in it, which only rows.at may have", "point at one value: \"/usage/input\"");
    }
    return pointer;
  }

  /** One that may hold {@code *}. */
  static Pointer withEvery(String text) throws Refused {
    int climbs = 0;
    while (climbs < text.length() && text.charAt(climbs) == '^') {
      climbs++;
    }
    String rest = text.substring(climbs);
    if (rest.equals("@")) {
      return new Pointer(text, climbs, true, List.of());
    }
    if (!rest.isEmpty() && !rest.startsWith("/")) {
      throw new Refused(
          "not a pointer",
          "begin it with /: \"/usage/input\"; ^/ is one level up, @ the name of an entry");
    }
    List<String> path = Arrays.stream(rest.split("/", -1)).skip(1).map(Pointer::unescaped).toList();
    return new Pointer(text, climbs, false, path);
  }

  /** What it points at; a missing node when there is nothing. */
  JsonNode find(Place from) {
    Place start = climbed(from);
    if (start == null) {
      return MissingNode.getInstance();
    }
    if (key) {
      return JsonNodeFactory.instance.textNode(start.key());
    }
    JsonNode node = start.node();
    for (String name : path) {
      node = step(node, name);
    }
    return node;
  }

  /** The same from one level further up; this when it does not climb. */
  Pointer fromAbove() {
    return climbs == 0 ? this : new Pointer(text, climbs - 1, key, path);
  }

  /** Why nothing was found, and what there is instead. */
  String miss(Place from) {
    Place start = climbed(from);
    if (start == null) {
      return text + " climbs above the document";
    }
    JsonNode node = start.node();
    StringBuilder passed = new StringBuilder();
    for (String name : path) {
      if (name.equals(EVERY) ? !node.isContainerNode() : step(node, name).isMissingNode()) {
        return text
            + " found nothing: "
            + (passed.isEmpty() ? "there" : passed)
            + " "
            + described(node);
      }
      passed.append('/').append(name);
      node = name.equals(EVERY) ? first(node) : step(node, name);
    }
    return text + " found " + (node.isNull() ? "null" : "a node that " + described(node));
  }

  static JsonNode step(JsonNode node, String name) {
    if (node.isArray()) {
      return name.matches("\\d{1,9}")
          ? node.path(Integer.parseInt(name))
          : MissingNode.getInstance();
    }
    return node.path(name);
  }

  private static JsonNode first(JsonNode container) {
    Iterator<JsonNode> elements = container.elements();
    return elements.hasNext() ? elements.next() : MissingNode.getInstance();
  }

  private static String described(JsonNode node) {
    if (node.isObject()) {
      List<String> names = node.properties().stream().map(each -> each.getKey()).toList();
      String shown =
          String.join(", ", names.subList(0, Math.min(names.size(), MOST_KEYS)))
              + (names.size() > MOST_KEYS ? ", ..." : "");
      return "has the keys " + (names.isEmpty() ? "(none)" : shown);
    }
    if (node.isArray()) {
      return "is a list of " + node.size();
    }
    return node.isMissingNode()
        ? "is nothing"
        : "is a " + node.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
  }

  private @Nullable Place climbed(Place from) {
    Place place = from;
    for (int i = 0; i < climbs && place != null; i++) {
      place = place.parent();
    }
    return place;
  }

  private static String unescaped(String name) {
    return name.replace("~1", "/").replace("~0", "~");
  }

  @Override
  public String toString() {
    return text;
  }
}
