// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import aispend.config.ConfigException;
import aispend.config.ConfigProblem;
import aispend.config.TomlSection;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.Source;
import aispend.provider.Provider;
import aispend.provider.ProviderType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The recipes that come with the daemon, one line each, and those in files. */
public final class Recipes {
  private static final List<String> SHIPPED =
      List.of(
          "cloudflare-ai-gateway",
          "deepgram",
          "elevenlabs",
          "elevenlabs-costs",
          "helicone",
          "langfuse",
          "portkey",
          "together",
          "vercel-ai-gateway");

  private Recipes() {}

  /** The types of provider that come as recipes. */
  public static List<ProviderType> shipped() {
    List<ProviderType> types = new ArrayList<>();
    for (String name : SHIPPED) {
      types.add(type(shipped(name)));
    }
    return types;
  }

  /**
   * The type of provider that a file describes.
   *
   * @throws ConfigException with every problem at once
   */
  public static ProviderType ofFile(Path file) throws ConfigException {
    TomlSection root = TomlSection.of(file);
    Recipe recipe = RecipeReader.read(root);
    List<ConfigProblem> problems = root.problems();
    if (!problems.isEmpty()) {
      throw new ConfigException("recipe", file, problems);
    }
    return type(recipe);
  }

  /** What one request of a provider by a recipe brings; see {@link Trial}. */
  public static Trial trial(Provider provider, Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (provider instanceof RecipeProvider byRecipe) {
      return byRecipe.trial(source, window);
    }
    throw new IllegalArgumentException(provider + " is not made by a recipe");
  }

  static Recipe shipped(String name) {
    TomlSection root = TomlSection.of(text(name));
    Recipe recipe = RecipeReader.read(root);
    if (!root.problems().isEmpty()) {
      throw new IllegalStateException("recipe " + name + ": " + root.problems());
    }
    return recipe;
  }

  private static String text(String name) {
    try (InputStream in = Recipes.class.getResourceAsStream("/recipes/" + name + ".toml")) {
      if (in == null) {
        throw new IllegalStateException("no recipe " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProviderType type(Recipe recipe) {
    return new ProviderType(
        recipe.name(),
        recipe.baseUrl(),
        recipe.key().env(),
        recipe.key().format(),
        recipe.key().hint(),
        recipe.options().keySet(),
        (settings, http, clock) -> new RecipeProvider(recipe, settings, http, clock));
  }
}
