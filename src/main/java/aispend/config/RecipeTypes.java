// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the recipe that a provider of type {@code http-json} names. */
@FunctionalInterface
public interface RecipeTypes {
  /** The type whose adapter is a recipe in a file of the operator's. */
  String HTTP_JSON = "http-json";

  /** Stands for it where its recipe could not be read. */
  KnownProviderType UNREAD =
      new KnownProviderType(
          HTTP_JSON,
          "http://localhost",
          "",
          Pattern.compile(".+"),
          "see the recipe's file",
          Set.of());

  /** For where there are none. */
  RecipeTypes NONE =
      file -> {
        throw new IllegalStateException("nothing here reads recipes");
      };

  /**
   * What a recipe says of its vendor.
   *
   * @throws ConfigException with every problem of the recipe
   */
  KnownProviderType read(Path file) throws ConfigException;
}
