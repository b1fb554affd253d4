// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.config.TomlSection;
import aispend.config.TomlSection.Refused;
import aispend.recipe.Recipe.Auth;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** TOML into a recipe, with every problem at once. */
final class RecipeReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_]{0,40}");
  private static final Pattern ANY = Pattern.compile(".+");
  private static final long MOST_BYTES = 64L << 20;
  private static final long USUAL_BYTES = 8L << 20;

  private static final Map<String, Auth.Way> WAYS = new LinkedHashMap<>();

  static {
    for (Auth.Way way : Auth.Way.values()) {
      WAYS.put(way.name().toLowerCase(java.util.Locale.ROOT), way);
    }
  }

  private final TomlSection root;

  private RecipeReader(TomlSection root) {
    this.root = root;
  }

  /** What the file says; only to be used when it has no problems. */
  static Recipe read(TomlSection root) {
    return new RecipeReader(root).recipe();
  }

  private Recipe recipe() {
    String name = root.read("name", RecipeReader::name, "unnamed");
    root.text("title", "");
    root.text("facts", "");
    String baseUrl = root.read("base_url", RecipeReader::origin, "https://localhost");
    Map<String, Recipe.Setting> options = options(root.table("option"));
    Recipe recipe =
        new Recipe(
            name,
            baseUrl,
            key(root.table("key"), name),
            options,
            auth(root.table("auth"), options.keySet()),
            manners(root.table("calls")),
            reports(options.keySet()),
            balance(root.table("balance"), options.keySet()));
    root.finish();
    return recipe;
  }

  private List<Report> reports(Set<String> options) {
    List<Report> reports = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (TomlSection section : root.tables("source")) {
      Report report = new ReportReader(section, options).report();
      if (!names.add(report.name())) {
        section.problem("name", "another source has this name", "names must be unique");
      }
      reports.add(report);
    }
    if (reports.isEmpty()) {
      root.problem("source", "is missing", "write [[source]] and what to ask for");
    }
    return reports;
  }

  private static @Nullable Balance balance(TomlSection section, Set<String> options) {
    if (section.keys().isEmpty()) {
      return null;
    }
    Pointer at = section.find("at", Pointer::withEvery);
    Balance balance =
        new Balance(
            ReportReader.path(section, options),
            at == null ? null : new Rows(at, null, null, false, null, "date", List.of(), false, 0),
            new MeasureReader(section, options).charge("left"),
            section.find("part", Pointer::of));
    section.finish();
    return balance;
  }

  private static Recipe.KeyKind key(TomlSection section, String name) {
    String usual = name.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_API_KEY";
    Pattern format = section.find("format", RecipeReader::pattern);
    Recipe.KeyKind key =
        new Recipe.KeyKind(
            section.text("env", usual),
            format == null ? ANY : format,
            section.text("hint", "create a key that may read usage and costs"));
    section.finish();
    return key;
  }

  private static Map<String, Recipe.Setting> options(TomlSection section) {
    Map<String, Recipe.Setting> options = new LinkedHashMap<>();
    for (String name : section.keys()) {
      TomlSection option = section.table(name);
      if (!OPTION.matcher(name).matches() || Template.MOMENTS.contains(name)) {
        section.problem(name, "not a name for an option", "use a-z, 0-9 and _, but no moment");
      }
      Pattern format = option.find("format", RecipeReader::pattern);
      String byDefault = option.text("default", "");
      options.put(
          name,
          new Recipe.Setting(
              option.text("about", ""),
              option.has("default") ? byDefault : null,
              format == null ? ANY : format));
      option.finish();
    }
    return options;
  }

  private static Auth auth(TomlSection section, Set<String> options) {
    Auth.Way way = section.choice("type", WAYS, Auth.Way.BEARER);
    @Nullable Template user = section.find("user", text -> Template.of(text, options));
    String name = section.text("name", "");
    if (name.isEmpty() && (way == Auth.Way.HEADER || way == Auth.Way.QUERY)) {
      section.problem("name", "is missing", "write the name of the header or parameter");
    }
    if (user == null && way == Auth.Way.OAUTH2) {
      section.problem("user", "is missing", "write the client's id, as \"${client_id}\"");
    }
    if (way == Auth.Way.OAUTH2 && !name.startsWith("/")) {
      section.problem("name", "no path", "write where tokens are given: \"/oauth2/token\"");
    }
    Auth auth = new Auth(way, name, section.text("prefix", ""), user, section.text("scope", ""));
    section.finish();
    return auth;
  }

  private static Recipe.Manners manners(TomlSection section) {
    Set<Integer> retried = new LinkedHashSet<>();
    for (String status : section.texts("retry")) {
      if (status.matches("[45]\\d\\d")) {
        retried.add(Integer.valueOf(status));
      } else {
        section.problem("retry", "no status", "write numbers from 400 to 599: [423]");
      }
    }
    Recipe.Manners manners =
        new Recipe.Manners(
            (int) section.whole("per_minute", 1, 10_000, 60),
            section.duration("after_429", "0s", "1h", "30s"),
            retried,
            section.texts("wait_headers"),
            section.whole("max_bytes", 1_000, MOST_BYTES, USUAL_BYTES),
            section.find("error", Pointer::of),
            section.text("not_found", ""));
    section.finish();
    return manners;
  }

  private static String name(String text) throws Refused {
    if (!NAME.matcher(text).matches()) {
      throw new Refused("not a name", "use small letters, digits and -, a letter first");
    }
    return text;
  }

  private static String origin(String text) throws Refused {
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (web && url.getHost() != null && url.getRawQuery() == null && url.getUserInfo() == null) {
        return url.toString();
      }
    } catch (URISyntaxException e) {
      throw new Refused("not a URL", "write \"https://api.vendor.example\"");
    }
    throw new Refused("not a URL", "write \"https://api.vendor.example\", without a query");
  }

  static Pattern pattern(String text) throws Refused {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new Refused("no regular expression (" + e.getDescription() + ")", "correct it");
    }
  }
}
