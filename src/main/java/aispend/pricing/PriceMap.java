// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.LearnedPrice;
import aispend.model.RefusedPrice;
import aispend.model.RefusedPrice.Reason;
import aispend.pricing.PriceMapEntry.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A price map in LiteLLM's format: an object of models by name, each with its {@code
 * litellm_provider} and prices, or OpenRouter's list of models. It tells what costs what now, not
 * since when. Immutable.
 */
public final class PriceMap {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final int MAX_NAME = 200;

  /** Who keeps a price says where the map was; this is not written. */
  private static final PriceOrigin MAP =
      new PriceOrigin(PriceOrigin.Kind.LEARNED, "", LocalDate.EPOCH);

  /**
   * A price to be taken over.
   *
   * @param from first UTC day; the epoch for a model that had no price
   * @param price JSON, as a price stands in a price file
   * @param what which numbers changed, for people
   */
  public record Accepted(String vendor, String model, LocalDate from, String price, String what) {}

  /**
   * What became of the entries that tell prices of tokens.
   *
   * @param unchanged entries that say what is known
   */
  public record Outcome(List<Accepted> accepted, List<RefusedPrice> refused, int unchanged) {
    public Outcome {
      accepted = List.copyOf(accepted);
      refused = List.copyOf(refused);
    }
  }

  private record Key(String vendor, String model) {}

  private final Map<Key, JsonNode> entries = new TreeMap<>(PriceMap::order);

  private PriceMap(JsonNode map) {
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String vendor = entry.getValue().path("litellm_provider").asText("");
      String name = entry.getKey();
      boolean prefixed = name.startsWith(vendor + "/");
      String model = prefixed ? name.substring(vendor.length() + 1) : name;
      boolean named = !vendor.isBlank() && !model.isBlank() && !name.equals("sample_spec");
      if (named && name.length() <= MAX_NAME && vendor.length() <= MAX_NAME) {
        // A bare name is the vendor's own, before one with the vendor in front.
        entries.merge(
            new Key(vendor, model), entry.getValue(), (before, after) -> prefixed ? before : after);
      }
    }
  }

  /**
   * Reads a map.
   *
   * @throws PriceFileException when it is no JSON object with a model in it
   */
  public static PriceMap read(String place, byte[] json) throws PriceFileException {
    try {
      return of(place, JSON.readTree(json));
    } catch (JsonProcessingException e) {
      PriceFileException failure =
          new PriceFileException(List.of(place + " is not JSON: " + e.getOriginalMessage()));
      failure.initCause(e);
      throw failure;
    } catch (IOException e) {
      throw new AssertionError("reading from memory failed", e);
    }
  }

  /** As {@link #read}, of a document that is read. */
  public static PriceMap of(String place, JsonNode json) throws PriceFileException {
    PriceMap map = json.isObject() ? new PriceMap(OpenRouterPrices.map(json).orElse(json)) : null;
    if (map == null || map.entries.isEmpty()) {
      throw new PriceFileException(
          List.of(
              place
                  + " is no price map in LiteLLM's format: an object of models, each with its"
                  + " litellm_provider; nor is it OpenRouter's list of models"));
    }
    return map;
  }

  /**
   * Compares with a book, without those prices of one's own that win anyway.
   *
   * @param from first UTC day on which changed prices hold: the day they were learned
   */
  public Outcome against(PriceBook book, LocalDate from) {
    List<Accepted> accepted = new ArrayList<>();
    List<RefusedPrice> refused = new ArrayList<>();
    int unchanged = 0;
    for (Map.Entry<Key, JsonNode> entry : entries.entrySet()) {
      Key key = entry.getKey();
      try {
        Optional<FlatPrice> told = PriceMapEntry.read(entry.getValue());
        PriceSheet sheet = book.sheet(key.vendor());
        if (told.isEmpty()) {
          refuseLost(sheet, key, from);
          continue;
        }
        Optional<Accepted> change =
            isOtherName(sheet, key, told.get(), from)
                ? Optional.empty()
                : change(sheet, key, told.get(), from);
        if (change.isPresent()) {
          refuseUnreadable(book, change.get(), from);
        }
        change.ifPresent(accepted::add);
        unchanged += change.isPresent() ? 0 : 1;
      } catch (Refusal e) {
        refused.add(
            new RefusedPrice(
                key.vendor(), key.model(), e.reason(), String.valueOf(e.getMessage())));
      }
    }
    return new Outcome(accepted, refused, unchanged);
  }

  /** What no price file can hold could not be read back at the next start. */
  private static void refuseUnreadable(PriceBook book, Accepted price, LocalDate day)
      throws Refusal {
    Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    try {
      book.requireReadable(
          new LearnedPrice(price.vendor(), price.model(), price.from(), at, "", price.price()));
    } catch (PriceFileException e) {
      throw new Refusal(Reason.NOT_A_NUMBER, "no price file can hold it: " + e.problems().get(0));
    }
  }

  private static void refuseLost(PriceSheet sheet, Key key, LocalDate day) throws Refusal {
    boolean known =
        sheet
            .price(key.model(), day)
            .filter(price -> !price.tokens().base().standard().isEmpty())
            .isPresent();
    if (known) {
      throw new Refusal(Reason.MISSING, "no token has a price any more");
    }
  }

  /** Whether it is an alias, or a dated snapshot, of a model with the same price. */
  private boolean isOtherName(PriceSheet sheet, Key key, FlatPrice told, LocalDate day)
      throws Refusal {
    String canonical = sheet.canonical(key.model());
    if (canonical.equals(key.model())) {
      return false;
    }
    JsonNode own = entries.get(new Key(key.vendor(), canonical));
    Optional<FlatPrice> known = sheet.price(canonical, day).map(FlatPrice::of);
    Optional<FlatPrice> meant = own == null ? known : PriceMapEntry.read(own);
    if (meant.isEmpty()) {
      return false;
    }
    if (agree(told, meant.get())) {
      return true;
    }
    throw new Refusal(
        Reason.ALIAS,
        "is one model with "
            + canonical
            + " here and has another price in the map; give it one in your price file");
  }

  /** What one of them does not tell is no disagreement. */
  private static boolean agree(FlatPrice one, FlatPrice other) {
    return one.numbers().entrySet().stream()
        .allMatch(
            number ->
                other
                    .number(number.getKey())
                    .filter(rate -> rate.compareTo(number.getValue()) != 0)
                    .isEmpty());
  }

  private static Optional<Accepted> change(
      PriceSheet sheet, Key key, FlatPrice told, LocalDate from) throws Refusal {
    Optional<ModelPrice> known = sheet.price(key.model(), from);
    if (known.isEmpty()) {
      PriceCheck.first(told);
      FlatPrice first = told.completed();
      LocalDate since = sheet.models().containsKey(key.model()) ? from : LocalDate.EPOCH;
      return Optional.of(accepted(key, first.price(since, Optional.empty(), MAP), all(first)));
    }
    FlatPrice before = FlatPrice.of(known.get());
    if (before.numbers().isEmpty()) {
      PriceCheck.first(told);
    } else {
      PriceCheck.change(before, told);
    }
    FlatPrice after = PriceCheck.joined(before, told);
    return after.equals(before)
        ? Optional.empty()
        : Optional.of(accepted(key, after.price(from, known, MAP), difference(before, after)));
  }

  private static Accepted accepted(Key key, ModelPrice price, String what) {
    return new Accepted(
        key.vendor(), key.model(), price.from(), ModelPriceWriter.write(price).toString(), what);
  }

  private static String all(FlatPrice price) {
    return price.numbers().entrySet().stream()
        .map(number -> number.getKey() + " " + number.getValue().toPlainString())
        .collect(Collectors.joining(", ", "first price: ", ""));
  }

  private static String difference(FlatPrice before, FlatPrice after) {
    List<String> changes = new ArrayList<>();
    if (before.above() != after.above()) {
      changes.add("long context above " + before.above() + " -> " + after.above());
    }
    after
        .numbers()
        .forEach(
            (name, number) -> {
              String old = before.number(name).map(BigDecimal::toPlainString).orElse("none");
              if (!before.number(name).equals(Optional.of(number))) {
                changes.add(name + " " + old + " -> " + number.toPlainString());
              }
            });
    return String.join(", ", changes);
  }

  private static int order(Key one, Key other) {
    int vendors = one.vendor().compareTo(other.vendor());
    return vendors != 0 ? vendors : one.model().compareTo(other.model());
  }
}
