// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.http.Json;
import aispend.http.JsonAnswer;
import aispend.model.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Follows an answer from page to page. A page that comes twice, a cursor that was followed already
 * and more pages than allowed end it as BAD_RESPONSE, so that a broken list can neither loop nor
 * pass for a whole one.
 */
final class PageWalk {
  private static final Pattern NEXT_LINK = Pattern.compile("<([^>]*)>[^,<]*;\\s*rel=\"?next\"?");

  private final RecipeApi api;
  private final Questions questions;
  private final Pages pages;
  private final Set<String> followed = new HashSet<>();

  /** Takes one answer and says how many rows it had. */
  @FunctionalInterface
  interface Taker {
    int take(JsonNode document) throws UnreadableException;
  }

  PageWalk(RecipeApi api, Questions questions) {
    this.api = api;
    this.questions = questions;
    this.pages = questions.report().pages();
  }

  /** All pages. */
  void each(Taker taker) throws ProviderException, InterruptedException, UnreadableException {
    String place = pages.counted() ? Integer.toString(pages.first()) : null;
    HttpUrl url = questions.url(place);
    JsonNode before = null;
    for (int page = 1; page <= pages.max(); page++) {
      JsonAnswer answer = ask(url, place);
      int rows = taker.take(answer.document());
      if (rows > 0 && pages.counted() && answer.document().equals(before)) {
        throw new UnreadableException("page " + page + " is the page before once more");
      }
      before = answer.document();
      place = next(answer, rows, page, place, url);
      if (place == null) {
        return;
      }
      if (!followed.add(place)) {
        throw new UnreadableException("page " + page + " repeats the cursor " + place);
      }
      url = isUrl() ? resolved(url, place) : questions.url(place);
    }
    throw new UnreadableException("the list does not end after " + pages.max() + " pages");
  }

  /** The first page alone. */
  JsonNode first() throws ProviderException, InterruptedException {
    String place = pages.counted() ? Integer.toString(pages.first()) : null;
    return ask(questions.url(place), place).document();
  }

  private JsonAnswer ask(HttpUrl url, @Nullable String place)
      throws ProviderException, InterruptedException {
    boolean lines = questions.report().rows().lines();
    return api.ask(url, questions.headers(), questions.body(isUrl() ? null : place), lines);
  }

  private boolean isUrl() {
    return pages.kind() == Pages.Kind.NEXT_URL || pages.kind() == Pages.Kind.LINK;
  }

  /** Where to go on; null at the end. */
  private @Nullable String next(
      JsonAnswer answer, int rows, int page, @Nullable String place, HttpUrl url)
      throws UnreadableException {
    Place document = Place.of(answer.document());
    if (pages.kind() == Pages.Kind.NONE || saysNoMore(document)) {
      return null;
    }
    return switch (pages.kind()) {
      case NONE -> null;
      case PAGE -> isLast(document, rows, page) ? null : more(place, 1);
      case OFFSET -> rows < pages.size() ? null : more(place, pages.size());
      case CURSOR, NEXT_URL -> text(document);
      case LINK -> link(answer, url);
    };
  }

  private static String more(@Nullable String place, int step) {
    return Integer.toString(Integer.parseInt(place == null ? "0" : place) + step);
  }

  private boolean saysNoMore(Place document) {
    Pointer more = pages.more();
    return more != null && !more.find(document).asBoolean(false);
  }

  private boolean isLast(Place document, int rows, int page) {
    Pointer total = pages.total();
    Long count = total == null ? null : Json.wholeNumber(total.find(document));
    if (count != null) {
      return page >= count;
    }
    return rows == 0 || rows < pages.size();
  }

  private @Nullable String text(Place document) throws UnreadableException {
    Pointer next = pages.next();
    JsonNode found = next == null ? null : next.find(document);
    boolean none =
        found == null || found.isNull() || found.isMissingNode() || found.asText().isEmpty();
    if (none && pages.more() != null) {
      throw new UnreadableException("another page is promised, but pages.next found nothing");
    }
    return none || found == null ? null : found.asText();
  }

  private @Nullable String link(JsonAnswer answer, HttpUrl url) {
    for (String header : answer.links()) {
      Matcher next = NEXT_LINK.matcher(header);
      if (next.find()) {
        HttpUrl target = url.resolve(next.group(1));
        return target == null ? null : target.toString();
      }
    }
    return null;
  }

  private static HttpUrl resolved(HttpUrl from, String text) throws UnreadableException {
    HttpUrl url = from.resolve(text);
    if (url == null) {
      throw new UnreadableException("the next page is at \"" + text + "\", which is no URL");
    }
    return url;
  }
}
