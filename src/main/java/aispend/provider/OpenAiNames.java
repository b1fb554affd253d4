// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.Pages;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names of projects, users and keys: lists of {@code {"object":"list","data":[{"id":..,
 * "name":..}],"last_id":..,"has_more":false}}, 100 a page, the next page {@code after} the last id.
 * Keys are listed per project only. The vendor allows about 7 to 10 of these calls a minute and
 * refuses more without saying for how long, so the API given must be paced.
 */
final class OpenAiNames {
  private static final Logger log = LoggerFactory.getLogger(OpenAiNames.class);
  private static final String PROJECTS = "v1/organization/projects";

  private final String provider;
  private final VendorApi projects;
  private final VendorApi users;
  private final VendorApi keys;

  /** Each of the three lists has a limit of its own at the vendor. */
  OpenAiNames(String provider, VendorApi projects, VendorApi users, VendorApi keys) {
    this.provider = provider;
    this.projects = projects;
    this.users = users;
    this.keys = keys;
  }

  /** Archived ones too, or old use would have no name. */
  Map<String, String> projects() throws ProviderException, InterruptedException {
    Map<String, String> names = new LinkedHashMap<>();
    listProjects(project -> put(names, project, Json.text(project, "name")));
    return names;
  }

  /** Every project's name by its id, empty for one without a name; archived ones too. */
  Map<String, String> allProjects() throws ProviderException, InterruptedException {
    Map<String, String> names = new LinkedHashMap<>();
    listProjects(
        project -> {
          String name = Json.text(project, "name");
          put(names, project, name == null ? "" : name);
        });
    return names;
  }

  /** The name, or the e-mail of who has none. */
  Map<String, String> users() throws ProviderException, InterruptedException {
    Map<String, String> names = new LinkedHashMap<>();
    list(
        users,
        list(users, "v1/organization/users"),
        user -> {
          String name = Json.text(user, "name");
          put(names, user, name == null ? Json.text(user, "email") : name);
        });
    return names;
  }

  /**
   * The keys of every project. A project that refuses (archived ones do) is passed over; when the
   * vendor is gone or limits us, what was learned is returned.
   *
   * @throws ProviderException when not one name was learned
   */
  Map<String, String> keys() throws ProviderException, InterruptedException {
    Set<String> ids = allProjects().keySet();
    Map<String, String> names = new LinkedHashMap<>();
    ProviderException failure = null;
    int failed = 0;
    for (String id : ids) {
      try {
        keysOf(id, names);
      } catch (ProviderException e) {
        failure = e;
        failed++;
        if (e.kind() != Kind.BAD_RESPONSE) {
          break;
        }
      }
    }
    if (failure != null) {
      report(failure, failed, ids.size(), names);
    }
    return names;
  }

  private void report(
      ProviderException failure, int failed, int projectCount, Map<String, String> names)
      throws ProviderException {
    if (failure.kind() != Kind.BAD_RESPONSE && names.isEmpty()) {
      throw failure;
    }
    log.info(
        "Some projects did not tell their keys' names provider={} failed={} projects={} last={}",
        provider,
        failed,
        projectCount,
        failure.getMessage());
  }

  private void keysOf(String project, Map<String, String> names)
      throws ProviderException, InterruptedException {
    HttpUrl url =
        list(keys, PROJECTS)
            .newBuilder()
            .addPathSegment(project)
            .addPathSegment("api_keys")
            .build();
    list(keys, url, key -> put(names, key, Json.text(key, "name")));
  }

  private void listProjects(Pages.Taker taker) throws ProviderException, InterruptedException {
    HttpUrl url =
        list(projects, PROJECTS).newBuilder().addQueryParameter("include_archived", "true").build();
    list(projects, url, taker);
  }

  private static HttpUrl list(VendorApi api, String path) {
    return api.url(path).addQueryParameter("limit", "100").build();
  }

  private void list(VendorApi api, HttpUrl url, Pages.Taker taker)
      throws ProviderException, InterruptedException {
    new Pages(provider, "last_id")
        .forEach(
            cursor ->
                api.get(
                    cursor == null
                        ? url
                        : url.newBuilder().addQueryParameter("after", cursor).build()),
            taker);
  }

  private static void put(Map<String, String> names, JsonNode element, @Nullable String name) {
    String id = Json.text(element, "id");
    if (id != null && name != null) {
      names.put(id, name);
    }
  }
}
