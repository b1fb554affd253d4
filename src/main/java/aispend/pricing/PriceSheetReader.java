// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Reads and checks one price file; the format is in {@code docs/prices.md}. Used once. */
final class PriceSheetReader {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final String file;
  private final PriceOrigin.Kind kind;
  private final Map<String, PriceSheet> known;
  private final List<String> problems = new ArrayList<>();

  /**
   * A reader of one file.
   *
   * @param file its name, for messages
   * @param known what is in the book already, by vendor
   */
  PriceSheetReader(String file, Map<String, PriceSheet> known) {
    this(file, PriceOrigin.Kind.OWN, known);
  }

  PriceSheetReader(String file, PriceOrigin.Kind kind, Map<String, PriceSheet> known) {
    this.file = file;
    this.kind = kind;
    this.known = Map.copyOf(known);
  }

  /** The file's sheets, one a vendor. */
  List<PriceSheet> read(byte[] json) throws PriceFileException {
    List<PriceSheet> sheets = new ArrayList<>();
    JsonNode root = parse(json);
    for (JsonNode sheet : root.isArray() ? root : List.of(root)) {
      sheets.add(sheet(JsonEntry.of(file, sheet, problems::add)));
    }
    refuseTwice(sheets.stream().map(PriceSheet::vendor).toList(), "vendor");
    if (!problems.isEmpty()) {
      throw new PriceFileException(problems);
    }
    return sheets;
  }

  private JsonNode parse(byte[] json) throws PriceFileException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      PriceFileException failure =
          new PriceFileException(
              List.of(file + " is not JSON" + where + ": " + e.getOriginalMessage()));
      failure.initCause(e);
      throw failure;
    } catch (IOException e) {
      throw new AssertionError("reading from memory failed", e);
    }
  }

  private PriceSheet sheet(JsonEntry entry) {
    entry.allow(List.of("vendor", "source", "read", "tier_aliases", "models"));
    String vendor = entry.name("vendor");
    Map<String, NavigableMap<LocalDate, ModelPrice>> models = new LinkedHashMap<>();
    Map<String, String> aliases = new LinkedHashMap<>();
    LocalDate read = entry.date("read", LocalDate.EPOCH);
    PriceOrigin origin =
        new PriceOrigin(kind, entry.has("source") ? entry.name("source") : file, read);
    for (JsonEntry model : entry.entries("models")) {
      String name = model.name("model");
      JsonEntry named = model.at(file + ": " + vendor + " model '" + name + "'");
      if (models.put(name, prices(vendor, name, named, origin)) != null) {
        named.problem("is there twice; put all its prices into one entry");
      }
      named.names("aliases").forEach(alias -> alias(aliases, alias, name, named));
    }
    PriceSheet sheet =
        new PriceSheet(vendor, read, entry.namesByName("tier_aliases"), aliases, models);
    refuseHiddenAliases(sheet);
    return sheet;
  }

  private static void alias(
      Map<String, String> aliases, String alias, String model, JsonEntry entry) {
    String other = aliases.put(alias, model);
    if (other != null) {
      entry.problem("has the alias '" + alias + "' of model '" + other + "'; keep it at one");
    }
  }

  /**
   * A model's own name always wins, so an alias that is one would never be used. One's own alias
   * wins over a model that was only learned.
   */
  private void refuseHiddenAliases(PriceSheet sheet) {
    Set<String> names = new HashSet<>(sheet.models().keySet());
    PriceSheet before = known.get(sheet.vendor());
    if (before != null) {
      before.models().keySet().stream()
          .filter(name -> !before.isOnlyLearned(name))
          .forEach(names::add);
    }
    sheet
        .aliases()
        .forEach(
            (alias, model) -> {
              if (names.contains(alias)) {
                problems.add(
                    file
                        + ": "
                        + sheet.vendor()
                        + " model '"
                        + model
                        + "': alias '"
                        + alias
                        + "' is itself a model with prices; remove the alias");
              }
            });
  }

  private NavigableMap<LocalDate, ModelPrice> prices(
      String vendor, String name, JsonEntry model, PriceOrigin origin) {
    model.allow(List.of("model", "aliases", "prices"));
    NavigableMap<LocalDate, ModelPrice> prices = new TreeMap<>();
    for (JsonEntry entry : model.entries("prices")) {
      ModelPrice price = ModelPriceReader.read(entry, origin);
      if (prices.put(price.from(), price) != null) {
        entry.problem("has the same 'from' as another price; keep one");
      }
    }
    PriceSheet before = known.get(vendor);
    boolean priced = before != null && before.models().containsKey(name);
    if (prices.isEmpty() && !priced) {
      model.problem("has no prices; add at least one");
    }
    return prices;
  }

  private void refuseTwice(List<String> values, String what) {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      if (!seen.add(value)) {
        problems.add(file + ": " + what + " '" + value + "' is there twice; keep one");
      }
    }
  }
}
