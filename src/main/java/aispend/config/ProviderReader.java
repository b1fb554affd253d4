// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads one {@code [[provider]]} section. */
final class ProviderReader {
  private static final Kind<Duration> EVERY =
      Kinds.duration(Schedule.Every.MIN_SECONDS + "s", "31d");
  private static final Kind<Enabled> ENABLED =
      new Kind<>("\"auto\", true or false", "\"auto\"", ProviderReader::enabled);
  private static final Kind<Set<Dimension>> MATCH =
      Kinds.DIMENSION.setOf("list of dimensions", false);

  private final Map<String, KnownProviderType> types;
  private final RecipeTypes recipes;
  private final Function<String, Optional<String>> cronProblem;
  private final Map<String, String> environment;

  private enum Enabled {
    AUTO,
    TRUE,
    FALSE
  }

  ProviderReader(
      Map<String, KnownProviderType> types,
      RecipeTypes recipes,
      Function<String, Optional<String>> cronProblem,
      Map<String, String> environment) {
    this.types = new TreeMap<>(types);
    this.recipes = recipes;
    this.cronProblem = cronProblem;
    this.environment = environment;
  }

  /**
   * Reads the section.
   *
   * @param folder the configuration's own, from where a recipe's path is seen
   */
  ProviderConfig read(Section section, HttpConfig http, Path folder) {
    String name = section.required("name", Kinds.NAME, "unnamed");
    String typeName = section.required("type", typeKind(), "");
    RecipeKey recipeKey = new RecipeKey(section, folder, recipes);
    Optional<Path> recipe = recipeKey.read(typeName);
    KnownProviderType type =
        recipe
            .map(recipeKey::type)
            .orElseGet(() -> types.getOrDefault(typeName, KnownProviderType.UNKNOWN));
    URI baseUrl =
        section.getOr("base_url", PlaceKinds.URL, URI.create(type.defaultBaseUrl()), "of the type");
    Enabled enabled = section.get("enabled", ENABLED, "auto");
    Credential credential =
        new ProviderKey(section, type, environment)
            .read(enabled != Enabled.FALSE, enabled == Enabled.TRUE);
    Optional<LocalDate> keyExpires = section.optional("key_expires", Kinds.DATE);
    ProviderConfig.Reading reading =
        new ProviderConfig.Reading(
            schedule(section),
            section.get("backfill", Kinds.duration("1h", "3650d"), "30d"),
            section.get("lookback", Kinds.duration("1h", "365d"), "3d"));
    Set<Dimension> match = section.getOr("match", MATCH, Set.of(), "of the layer");
    Map<String, String> options =
        section.getOr("options", ProviderOptions.kind(type), Map.of(), "{ }");
    HttpConfig overridden = http.overriddenBy(section);
    Optional<String> whyDisabled = whyDisabled(enabled, credential);
    if (whyDisabled.isEmpty() && section.fine("options", "base_url")) {
      type.check()
          .problem(name, baseUrl, options)
          .ifPresent(problem -> section.hiddenProblem("options", what(problem), remedy(problem)));
    }
    warn(section, name, type, credential, enabled, baseUrl);
    section.finish();
    return new ProviderConfig(
        name,
        typeName,
        recipe,
        baseUrl,
        credential,
        keyExpires,
        whyDisabled,
        reading,
        match,
        options,
        overridden);
  }

  private static String what(String problem) {
    int end = problem.indexOf("; ");
    return end < 0 ? problem : problem.substring(0, end);
  }

  private static String remedy(String problem) {
    int end = problem.indexOf("; ");
    return end < 0 ? "see docs/providers.md" : problem.substring(end + 2);
  }

  private Kind<String> typeKind() {
    return new Kind<>(
        "provider type",
        "\"openai\"",
        raw -> {
          String type = Kinds.text(raw);
          if (!types.containsKey(type)) {
            throw new BadValue(
                "no such type of provider",
                Nearest.of(type, types.keySet())
                        .map(near -> "did you mean \"" + near + "\"? ")
                        .orElse("")
                    + "known: "
                    + String.join(", ", types.keySet()));
          }
          return type;
        });
  }

  private Schedule schedule(Section section) {
    Kind<Schedule> cron =
        new Kind<>("Quartz cron, in UTC", "\"0 0/15 * * * ?\"", raw -> cron(Kinds.text(raw)));
    Duration every = section.get("every", EVERY, "15m");
    Schedule schedule = section.getOr("schedule", cron, new Schedule.Every(every), "none: `every`");
    if (section.has("schedule") && section.has("every")) {
      section.problem("every", "given beside schedule", "keep only one of them");
    }
    return schedule;
  }

  private Schedule cron(String expression) throws BadValue {
    Optional<String> problem = cronProblem.apply(expression);
    if (problem.isPresent()) {
      throw new BadValue(
          "not a Quartz cron (" + problem.get() + ")",
          "write six fields such as \"0 0/15 * * * ?\", or every = \"15m\"");
    }
    return new Schedule.Cron(expression);
  }

  private static void warn(
      Section section,
      String name,
      KnownProviderType type,
      Credential credential,
      Enabled enabled,
      URI baseUrl) {
    if (enabled == Enabled.FALSE || !type.known()) {
      return;
    }
    String provider = "provider \"" + name + "\"";
    if (credential instanceof Credential.Missing missing) {
      section.warning(provider + " is off: " + missing.why() + "; " + type.keyHint());
    } else if (credential instanceof Credential.Malformed malformed) {
      section.warning(
          provider
              + ": the key in "
              + malformed.where()
              + " "
              + malformed.why()
              + ", but is tried; "
              + type.keyHint());
    }
    String host = baseUrl.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    if ("http".equals(baseUrl.getScheme()) && !new ListenAddress(host, 0).loopback()) {
      section.warning(provider + ": base_url is http, so its key travels in the clear; use https");
    }
  }

  private static Optional<String> whyDisabled(Enabled enabled, Credential credential) {
    if (enabled == Enabled.FALSE) {
      return Optional.of("enabled = false");
    }
    return credential instanceof Credential.Missing missing
        ? Optional.of(missing.why())
        : Optional.empty();
  }

  private static Enabled enabled(Object raw) throws BadValue {
    if (raw instanceof Boolean flag) {
      return flag ? Enabled.TRUE : Enabled.FALSE;
    }
    if ("auto".equals(raw)) {
      return Enabled.AUTO;
    }
    throw new BadValue("not known", "write \"auto\" in quotes, or true or false without quotes");
  }
}
