// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.LearnedPrice;
import aispend.model.Money;
import aispend.model.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Effective-dated list prices, and what use costs by them. {@code docs/prices.md} tells where the
 * bundled prices are from, the file format, and what is not modelled. Immutable.
 */
public final class PriceBook {
  private static final Logger log = LoggerFactory.getLogger(PriceBook.class);
  private static final List<String> BUNDLED = List.of("anthropic.json", "openai.json");
  private static final MathContext UNIT_DIGITS = new MathContext(12);
  private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

  private final Map<String, PriceSheet> sheets;

  private PriceBook(Map<String, PriceSheet> sheets) {
    this.sheets = Collections.unmodifiableMap(new TreeMap<>(sheets));
  }

  /** The prices that come with this version of the daemon. */
  public static PriceBook bundled() {
    PriceBook book = new PriceBook(Map.of());
    for (String name : BUNDLED) {
      try (InputStream resource = PriceBook.class.getResourceAsStream("/prices/" + name)) {
        if (resource == null) {
          throw new IllegalStateException("prices/" + name + " is missing; the jar is incomplete");
        }
        book = book.with("prices/" + name, PriceOrigin.Kind.BUNDLED, resource.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the bundled prices/" + name, e);
      } catch (PriceFileException e) {
        throw new IllegalStateException("the bundled prices/" + name + " cannot be used", e);
      }
    }
    return book;
  }

  /**
   * These prices, and those of a file, which win for the same vendor, model and first day.
   *
   * @throws PriceFileException when it cannot be read or any entry of it cannot be used
   */
  public PriceBook with(Path file) throws PriceFileException {
    try {
      long size = Files.size(file);
      if (size > MAX_FILE_BYTES) {
        throw new PriceFileException(
            List.of(file + " has " + size + " bytes; a price file has at most " + MAX_FILE_BYTES));
      }
      return with(file.toString(), PriceOrigin.Kind.OWN, Files.readAllBytes(file));
    } catch (IOException e) {
      PriceFileException failure =
          new PriceFileException(
              List.of(
                  "cannot read the price file "
                      + file
                      + " ("
                      + e.getClass().getSimpleName()
                      + "); check that it exists and may be read"));
      failure.initCause(e);
      throw failure;
    }
  }

  /**
   * These prices, and those that were read in a price map. What one's own file says of the same
   * model is to be laid over them. A price that cannot be read is damage: it is logged and left
   * out, so that the others hold.
   */
  public PriceBook withLearned(List<LearnedPrice> learned) {
    try {
      return withAll(learned);
    } catch (PriceFileException e) {
      return withReadable(learned);
    }
  }

  private PriceBook withReadable(List<LearnedPrice> learned) {
    PriceBook book = this;
    for (LearnedPrice price : learned) {
      try {
        book = book.withAll(List.of(price));
      } catch (PriceFileException e) {
        log.warn(
            "A learned price is damaged and left out. vendor={} model={} cause={}",
            price.vendor(),
            price.model(),
            e.getMessage());
      }
    }
    return book;
  }

  /** Refuses a price that {@link #withLearned} would leave out. */
  void requireReadable(LearnedPrice learned) throws PriceFileException {
    for (Map.Entry<String, byte[]> sheet : LearnedSheets.of(List.of(learned)).entrySet()) {
      new PriceSheetReader(sheet.getKey(), PriceOrigin.Kind.LEARNED, sheets).read(sheet.getValue());
    }
  }

  private PriceBook withAll(List<LearnedPrice> learned) throws PriceFileException {
    PriceBook book = this;
    for (Map.Entry<String, byte[]> sheet : LearnedSheets.of(learned).entrySet()) {
      book = book.with(sheet.getKey(), PriceOrigin.Kind.LEARNED, sheet.getValue());
    }
    return book;
  }

  private PriceBook with(String name, PriceOrigin.Kind kind, byte[] json)
      throws PriceFileException {
    Map<String, PriceSheet> all = new HashMap<>(sheets);
    for (PriceSheet sheet : new PriceSheetReader(name, kind, all).read(json)) {
      all.merge(sheet.vendor(), sheet, PriceSheet::with);
    }
    return new PriceBook(all);
  }

  /**
   * How old the catalogue is: midnight UTC of the day on which the vendor whose list was looked at
   * longest ago was read.
   */
  public Instant readAt() {
    return sheets.values().stream()
        .map(PriceSheet::read)
        .min(LocalDate::compareTo)
        .orElse(LocalDate.EPOCH)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  /** All prices, by vendor, model and first day. */
  public List<ListedPrice> list() {
    List<ListedPrice> list = new ArrayList<>();
    for (PriceSheet sheet : sheets.values()) {
      new TreeMap<>(sheet.models())
          .forEach(
              (model, prices) ->
                  prices.values().forEach(price -> list.add(listed(sheet.vendor(), model, price))));
    }
    return list;
  }

  private static ListedPrice listed(String vendor, String model, ModelPrice price) {
    TreeMap<String, BigDecimal> numbers = FlatPrice.of(price).numbers();
    for (UnitPrice unit : price.units()) {
      if (unit.when().isEmpty()) {
        numbers.put("unit." + unit.unit(), unit.usd().divide(unit.per(), UNIT_DIGITS));
      }
    }
    return new ListedPrice(vendor, model, price.from(), price.origin(), numbers);
  }

  /** A short name for all these prices: 12 hexadecimal digits, others as soon as a price is. */
  public String version() {
    return BookVersion.of(sheets.values());
  }

  /**
   * The one name for a model's aliases: bare name, dated snapshot, {@code vendor/} prefix, the
   * spellings of fine-tuned models. Snapshots with a price of their own stay apart. Names that no
   * price list has lose only their date.
   */
  public String canonicalModel(String vendor, String model) {
    return sheet(vendor).canonical(model);
  }

  /**
   * The vendors whose list has a model, by any of its names: those of the bundled lists first, as
   * gateways list others' models, then in the order of their names.
   */
  public List<String> vendorsOf(String model) {
    return sheets.values().stream()
        .filter(sheet -> sheet.lists(model))
        .sorted(Comparator.comparing(sheet -> !BUNDLED.contains(sheet.vendor() + ".json")))
        .map(PriceSheet::vendor)
        .toList();
  }

  /**
   * What use costs by list price, and what the cache and the tier saved on it. Each part is exact;
   * the sum is rounded once, half-even, to nanos.
   *
   * @param vendor whose prices: {@code openai}, {@code anthropic}
   * @param at when it was used; prices change at midnight UTC
   * @param dimensions of which model, tier, context, region, operation and variant decide
   * @param units other consumed quantities by unit
   * @return {@link Cost.Estimated}, 0 when nothing was consumed; {@link Cost.Unpriced} for all of
   *     it, and no savings, when any part has no price
   * @throws ArithmeticException when an amount is beyond the range of {@link Money}
   */
  public Priced price(
      String vendor,
      Instant at,
      Dimensions dimensions,
      Tokens tokens,
      Map<String, BigDecimal> units) {
    LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
    return new Costing(sheet(vendor), day, dimensions).price(tokens, units);
  }

  /**
   * As {@link #price}, of one single call: where its dimensions do not tell the size of its
   * context, its own input does.
   */
  public Priced priceCall(
      String vendor,
      Instant at,
      Dimensions dimensions,
      Tokens tokens,
      Map<String, BigDecimal> units) {
    if (!dimensions.get(Dimension.CONTEXT).isEmpty()) {
      return price(vendor, at, dimensions, tokens, units);
    }
    LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
    return new Costing(sheet(vendor), day, dimensions, ContextClass.ofCall(tokens))
        .price(tokens, units);
  }

  /** The cost alone of {@link #price}. */
  public Cost cost(
      String vendor,
      Instant at,
      Dimensions dimensions,
      Tokens tokens,
      Map<String, BigDecimal> units) {
    return price(vendor, at, dimensions, tokens, units).cost();
  }

  PriceSheet sheet(String vendor) {
    PriceSheet known = sheets.get(vendor);
    return known == null ? PriceSheet.empty(vendor) : known;
  }
}
