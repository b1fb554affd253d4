// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.LearnedPrice;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes learned prices as price files, one for each day they were learned on and each vendor. */
final class LearnedSheets {
  private static final JsonMapper JSON = new JsonMapper();

  private LearnedSheets() {}

  /** Files by a name for messages, the older first. */
  static Map<String, byte[]> of(List<LearnedPrice> learned) throws PriceFileException {
    Map<String, ObjectNode> sheets = new TreeMap<>();
    Map<String, ObjectNode> models = new HashMap<>();
    for (LearnedPrice price : learned) {
      LocalDate day = LocalDate.ofInstant(price.learnedAt(), ZoneOffset.UTC);
      String name = "prices learned on " + day + " of " + price.vendor();
      ObjectNode sheet = sheets.computeIfAbsent(name, none -> sheet(price, day));
      models
          .computeIfAbsent(
              name + "/" + price.model(),
              none -> sheet.withArray("/models").addObject().put("model", price.model()))
          .withArray("/prices")
          .add(read(price));
    }
    Map<String, byte[]> files = new TreeMap<>();
    sheets.forEach(
        (name, sheet) -> files.put(name, sheet.toString().getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  private static ObjectNode sheet(LearnedPrice price, LocalDate day) {
    ObjectNode sheet = JsonNodeFactory.instance.objectNode();
    String source = "price map of " + price.place();
    String cut = source.substring(0, Math.min(source.length(), JsonEntry.MAX_NAME));
    sheet.put("vendor", price.vendor()).put("source", cut);
    sheet.put("read", day.toString()).putArray("models");
    return sheet;
  }

  private static ObjectNode read(LearnedPrice price) throws PriceFileException {
    try {
      if (JSON.readTree(price.price()) instanceof ObjectNode json) {
        return json;
      }
      throw new PriceFileException(
          List.of("the learned price of " + price.model() + " is damaged: it is no object"));
    } catch (JsonProcessingException e) {
      PriceFileException failure =
          new PriceFileException(
              List.of("the learned price of " + price.model() + " is damaged: " + e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }
}
