// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list that comes in pages of the shape {@code
 * {"data":[...],"has_more":true,"CURSOR":"..."}} to its end. {@code has_more} decides: with {@code
 * false} a cursor is ignored; {@code true} without one, a cursor that was already followed, and
 * more pages than allowed are BAD_RESPONSE, so a broken list can neither loop nor pass for a whole
 * one.
 *
 * @param provider for messages
 * @param cursorField which field of a page holds the cursor of the next: {@code next_page}
 * @param maxPages most pages read
 */
public record Pages(String provider, String cursorField, int maxPages) {
  /** More than any real list has: a year of hourly buckets is 53 pages. */
  public static final int MAX_PAGES = 1_000;

  /** Asks for one page. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Asks for a page.
     *
     * @param cursor where to go on; null for the first page
     */
    JsonNode page(@Nullable String cursor) throws ProviderException, InterruptedException;
  }

  /** Takes one element of {@code data}. */
  @FunctionalInterface
  public interface Taker {
    /** Takes an element; may refuse it as BAD_RESPONSE. */
    void take(JsonNode element) throws ProviderException;
  }

  public Pages(String provider, String cursorField) {
    this(provider, cursorField, MAX_PAGES);
  }

  /** Hands over each element of each page, in the vendor's order. */
  public void forEach(Reader reader, Taker taker) throws ProviderException, InterruptedException {
    Set<String> followed = new HashSet<>();
    String cursor = null;
    for (int page = 1; page <= maxPages; page++) {
      JsonNode answer = reader.page(cursor);
      JsonNode data = answer.path("data");
      if (!data.isArray()) {
        throw bad("page " + page + " has no list named data");
      }
      for (JsonNode element : data) {
        taker.take(element);
      }
      if (!hasMore(answer, page)) {
        return;
      }
      cursor = next(answer, page);
      if (!followed.add(cursor)) {
        throw bad("page " + page + " repeats the cursor " + ProviderException.quote(cursor));
      }
    }
    throw bad("the list does not end after " + maxPages + " pages");
  }

  private boolean hasMore(JsonNode answer, int page) throws ProviderException {
    JsonNode more = answer.path("has_more");
    if (!more.isBoolean()) {
      throw bad("page " + page + " does not say in has_more whether it is the last");
    }
    return more.booleanValue();
  }

  private String next(JsonNode answer, int page) throws ProviderException {
    String cursor = Json.text(answer, cursorField);
    if (cursor == null) {
      throw bad("page " + page + " promises another one, but " + cursorField + " is empty");
    }
    return cursor;
  }

  private ProviderException bad(String what) {
    return new ProviderException(
        provider, Kind.BAD_RESPONSE, what + "; nothing of this answer is used");
  }
}
