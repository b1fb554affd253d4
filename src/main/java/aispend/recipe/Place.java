// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a document that knows where it was found.
 *
 * @param key its name or number within what a {@code *} went through; empty for the document
 * @param parent what the {@code *} before it found; null for the document
 */
record Place(JsonNode node, String key, @Nullable Place parent) {
  static Place of(JsonNode document) {
    return new Place(document, "", null);
  }

  /** Each element of an array, or value of an object, below this. */
  List<Place> each(JsonNode container) {
    List<Place> places = new ArrayList<>();
    if (container.isArray()) {
      for (JsonNode element : container) {
        places.add(new Place(element, Integer.toString(places.size()), this));
      }
    } else {
      for (Map.Entry<String, JsonNode> entry : container.properties()) {
        places.add(new Place(entry.getValue(), entry.getKey(), this));
      }
    }
    return places;
  }
}
