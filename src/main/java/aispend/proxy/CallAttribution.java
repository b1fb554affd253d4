// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.util.Map;
import java.util.TreeMap;
import okhttp3.Request;

/**
 * Who a call is for. Goes with a request as its tag {@code CallAttribution.class}, or as headers
 * {@code X-AISpend-Feature}, {@code -User}, {@code -Project}, {@code -Team}, {@code -Agent}, {@code
 * -Environment}. Never put a key, an e-mail address or a name into it. Immutable.
 *
 * <pre>{@code
 * CallAttribution.NONE.feature("search").user("u-17")
 * }</pre>
 *
 * @param fields by their names in an event
 */
public record CallAttribution(Map<String, String> fields) {
  static final String PREFIX = "x-aispend-";
  private static final int LONGEST = 200;
  private static final Map<String, String> FIELDS =
      Map.of(
          "feature", "feature",
          "user", "user_id",
          "project", "project_id",
          "team", "team",
          "agent", "agent_id",
          "environment", "environment");

  /** For nobody. Stands behind what its constructor uses. */
  public static final CallAttribution NONE = new CallAttribution(Map.of());

  public CallAttribution {
    fields = Map.copyOf(fields);
    if (!FIELDS.values().containsAll(fields.keySet())) {
      throw new IllegalArgumentException(
          "the fields are " + fields.keySet() + "; must be some of " + FIELDS.values());
    }
  }

  public CallAttribution feature(String feature) {
    return with("feature", feature);
  }

  public CallAttribution user(String user) {
    return with("user_id", user);
  }

  public CallAttribution project(String project) {
    return with("project_id", project);
  }

  public CallAttribution team(String team) {
    return with("team", team);
  }

  public CallAttribution agent(String agent) {
    return with("agent_id", agent);
  }

  public CallAttribution environment(String environment) {
    return with("environment", environment);
  }

  /** This one with a request's tag and then its headers over it. */
  CallAttribution of(Request request) {
    CallAttribution all = this;
    CallAttribution tag = request.tag(CallAttribution.class);
    if (tag != null) {
      for (Map.Entry<String, String> field : tag.fields.entrySet()) {
        all = all.with(field.getKey(), field.getValue());
      }
    }
    for (Map.Entry<String, String> field : FIELDS.entrySet()) {
      String value = request.header(PREFIX + field.getKey());
      all = value == null ? all : all.with(field.getValue(), value.strip());
    }
    return all;
  }

  /** What no event may have is left out: the call is worth more than its label. */
  private CallAttribution with(String field, String value) {
    if (value.isEmpty() || value.length() > LONGEST) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(fields);
    all.put(field, value);
    return new CallAttribution(all);
  }
}
