// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Locale.ROOT;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ReportedLimit;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The teams, keys and users of a LiteLLM proxy: how each is called, and what it may spend. Teams
 * come in one list, the others in pages of a hundred:
 *
 * <pre>{@code
 * [{"team_id":"t1","team_alias":"core","max_budget":100.0,"spend":12.5,"budget_duration":"30d"}]
 * {"keys":[{"token":"88dc28","key_alias":"ci","max_budget":null,"spend":3.0}],"total_pages":2}
 * {"users":[{"user_id":"u1","user_alias":"Ada","max_budget":10.0,"spend":1.0}],"total_pages":1}
 * }</pre>
 *
 * {@code spend} falls back to nothing when a budget's period ends. Without a {@code max_budget}
 * there is no limit; one without a {@code budget_duration} never starts anew.
 */
final class LiteLlmDirectory {
  private static final Logger log = LoggerFactory.getLogger(LiteLlmDirectory.class);
  private static final String MOST_A_PAGE = "100";

  /** A list of the proxy, and how its entries are written. */
  private enum Kind {
    TEAM("team/list", "", "", "team_id", "team_alias"),
    KEY("key/list", "keys", "size", "token", "key_alias"),
    USER("user/list", "users", "page_size", "user_id", "user_alias");

    private final String path;

    /** The field that holds a page's entries; empty where the whole answer is the list. */
    private final String list;

    private final String sizeParameter;
    private final String id;
    private final String alias;

    Kind(String path, String list, String sizeParameter, String id, String alias) {
      this.path = path;
      this.list = list;
      this.sizeParameter = sizeParameter;
      this.id = id;
      this.alias = alias;
    }

    String scope() {
      return name().toLowerCase(ROOT);
    }
  }

  private final String provider;
  private final VendorApi api;

  /** Lists of which it was said that they do not end. */
  private final Set<Kind> cut = ConcurrentHashMap.newKeySet();

  LiteLlmDirectory(String provider, VendorApi api) {
    this.provider = provider;
    this.api = api;
  }

  Map<String, String> teamNames() throws ProviderException, InterruptedException {
    return names(Kind.TEAM);
  }

  Map<String, String> keyNames() throws ProviderException, InterruptedException {
    return names(Kind.KEY);
  }

  Map<String, String> userNames() throws ProviderException, InterruptedException {
    return names(Kind.USER);
  }

  /** The budgets of all teams, keys and users that have one. */
  List<ReportedLimit> limits() throws ProviderException, InterruptedException {
    List<ReportedLimit> limits = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      forEach(
          kind,
          entry -> {
            Money most = budget(entry, "max_budget");
            if (most != null) {
              limits.add(limit(kind, entry, most));
            }
          });
    }
    return List.copyOf(limits);
  }

  private ReportedLimit limit(Kind kind, JsonNode entry, Money most) throws ProviderException {
    return new ReportedLimit(
        kind.scope(),
        text(entry, kind.id),
        text(entry, kind.alias),
        text(entry, "budget_duration"),
        most,
        budget(entry, "spend"));
  }

  private @Nullable Money budget(JsonNode entry, String field) throws ProviderException {
    JsonNode amount = entry.path(field);
    return amount.isMissingNode() || amount.isNull()
        ? null
        : ToldMoney.units(api, "a " + field, amount, "USD");
  }

  private static String text(JsonNode entry, String field) {
    String text = Json.text(entry, field);
    return text == null ? "" : text;
  }

  private Map<String, String> names(Kind kind) throws ProviderException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    forEach(
        kind,
        entry -> {
          String id = Json.text(entry, kind.id);
          String alias = Json.text(entry, kind.alias);
          if (id != null && alias != null) {
            names.put(id, alias);
          }
        });
    return Map.copyOf(names);
  }

  /** Hands over each entry of a list; of one that does not end, those of the first pages. */
  private void forEach(Kind kind, Pages.Taker taker)
      throws ProviderException, InterruptedException {
    if (kind.list.isEmpty()) {
      take(api.get(api.url(kind.path).build()), taker);
      return;
    }
    for (int page = 1; page <= Pages.MAX_PAGES; page++) {
      JsonNode answer = page(kind, page);
      take(answer.path(kind.list), taker);
      if (answer.path(kind.list).isEmpty() || page >= answer.path("total_pages").asInt()) {
        return;
      }
    }
    if (cut.add(kind)) {
      log.warn(
          "A list does not end, so its later entries are left out. provider={} list={} pages={}",
          provider,
          kind.path,
          Pages.MAX_PAGES);
    }
  }

  private static void take(JsonNode entries, Pages.Taker taker) throws ProviderException {
    for (JsonNode entry : entries) {
      taker.take(entry);
    }
  }

  private JsonNode page(Kind kind, int page) throws ProviderException, InterruptedException {
    return api.get(
        api.url(kind.path)
            // Of keys, or only their hashes are listed; other lists do not know it.
            .addQueryParameter("return_full_object", "true")
            .addQueryParameter(kind.sizeParameter, MOST_A_PAGE)
            .addQueryParameter("page", Integer.toString(page))
            .build());
  }
}
