// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code recipe} of a provider: a file beside the configuration. Its problems are the
 * configuration's.
 */
final class RecipeKey {
  private static final String KEY = "recipe";
  private static final Kind<Path> PLACE = new Kind<>("file", "\"vendor.toml\"", PlaceKinds::path);

  private final Section section;
  private final Path folder;
  private final RecipeTypes recipes;

  RecipeKey(Section section, Path folder, RecipeTypes recipes) {
    this.section = section;
    this.folder = folder;
    this.recipes = recipes;
  }

  /** The file; empty when the provider's type needs none, or it is not there. */
  Optional<Path> read(String type) {
    Optional<Path> file = section.optional(KEY, PLACE).map(folder::resolve);
    if (!type.equals(RecipeTypes.HTTP_JSON)) {
      if (section.has(KEY)) {
        section.problem(
            KEY, "only type = \"http-json\" has a recipe", "remove it, or write that type");
      }
      return Optional.empty();
    }
    if (file.isEmpty() && section.fine(KEY)) {
      section.problem(KEY, "is missing", "name the recipe's file: recipe = \"vendor.toml\"");
    }
    return file.filter(this::isReadable);
  }

  private boolean isReadable(Path file) {
    if (Files.isRegularFile(file) && Files.isReadable(file)) {
      return true;
    }
    section.problem(
        KEY, "no such file: " + file, "its path is seen from the configuration's folder");
    return false;
  }

  /** What the recipe says of its vendor; an unknown type when it cannot be used. */
  KnownProviderType type(Path file) {
    try {
      return recipes.read(file);
    } catch (ConfigException bad) {
      for (ConfigProblem problem : bad.problems()) {
        section.problem(KEY, problem.toString(), "try it by ./aispend try-recipe " + file);
      }
      return KnownProviderType.UNKNOWN;
    }
  }
}
