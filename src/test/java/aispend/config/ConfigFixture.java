// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Two kinds of providers, a cron check, and an environment, for the tests of this room. */
final class ConfigFixture {
  static final String OPENAI_KEY = "sk-admin-Zx81openaiSecret0000";
  static final String ANTHROPIC_KEY = "sk-ant-admin01-Zx82anthropicSecret";

  static final Map<String, KnownProviderType> TYPES =
      Map.of(
          "openai",
          new KnownProviderType(
              "openai",
              "https://api.openai.com",
              "OPENAI_ADMIN_KEY",
              Pattern.compile("sk-admin-.+"),
              "create an admin key in the organization's settings",
              Set.of("organization", "projects", "page_size", "names")),
          "anthropic",
          new KnownProviderType(
              "anthropic",
              "https://api.anthropic.com",
              "ANTHROPIC_ADMIN_KEY",
              Pattern.compile("sk-ant-admin.+"),
              "create an Admin key in the Console",
              Set.of()));

  /** Accepts what has six or seven fields; Quartz itself is used only where it schedules. */
  static final Function<String, Optional<String>> CRON =
      expression ->
          expression.split(" ", -1).length == 6
              ? Optional.empty()
              : Optional.of("it has not six fields");

  private ConfigFixture() {}

  static Map<String, String> environment(String... namesAndValues) {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  static ConfigReader reader(Map<String, String> environment) {
    return new ConfigReader(TYPES, CRON, environment);
  }

  /** Knows providers by recipe too; every recipe is taken for OpenAI's. */
  static ConfigReader recipeReader(Map<String, String> environment) {
    Map<String, KnownProviderType> types = new HashMap<>(TYPES);
    types.put(RecipeTypes.HTTP_JSON, RecipeTypes.UNREAD);
    return new ConfigReader(types, file -> type("openai"), CRON, environment);
  }

  private static KnownProviderType type(String name) {
    return Objects.requireNonNull(TYPES.get(name));
  }

  /** Reads a file with this text, and both keys in the environment. */
  static Config read(Path directory, String... lines) throws ConfigException {
    return reader(bothKeys()).read(file(directory, lines));
  }

  static Map<String, String> bothKeys() {
    return environment("OPENAI_ADMIN_KEY", OPENAI_KEY, "ANTHROPIC_ADMIN_KEY", ANTHROPIC_KEY);
  }

  /** The problems of a file with this text as the operator sees them. */
  static List<String> problems(Path directory, Map<String, String> environment, String... lines) {
    try {
      reader(environment).read(file(directory, lines));
      return List.of();
    } catch (ConfigException refused) {
      return refused.problems().stream().map(ConfigProblem::toString).toList();
    }
  }

  static Path file(Path directory, String... lines) {
    return bytes(
        directory, String.join("\n", Arrays.asList(lines)).getBytes(StandardCharsets.UTF_8));
  }

  static Path bytes(Path directory, byte[] bytes) {
    try {
      return Files.write(directory.resolve("aispend.toml"), bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
