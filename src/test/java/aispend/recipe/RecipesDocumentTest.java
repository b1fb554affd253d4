// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.TomlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/recipes.md} and the reader know the same keys, and its samples can be read. */
final class RecipesDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-zA-Z0-9_.]+)` \\| .* \\| .* \\|$");
  private static final Pattern FREE =
      Pattern.compile(
          "(source\\.(dimensions|measures\\.units|request\\.(query|headers|form)))\\..*");

  private static final String ALL =
      """
      name = "acme"
      base_url = "https://api.acme.test"
      [option.team]
      [auth]
      [calls]
      [balance]
      path = "/left"
      left = "/amount"
      [[source]]
      name = "usage"
      layer = "metered"
      bucket = "1d"
      [source.request]
      path = "/"
      query = { a = "b" }
      headers = { a = "b" }
      form = { a = "b" }
      [source.each]
      period = "day"
      [source.rows]
      at = "/rows/*"
      [source.time]
      at = "/day"
      [source.dimensions]
      model = "/model"
      [source.measures]
      requests = "/r"
      input_tokens = "/i"
      units = { images = "/n" }
      cost = "/c"
      """;

  @Test
  void keysInTheTable_areThoseThatAreRead() throws Exception {
    TomlSection root = TomlSection.of(ALL);
    RecipeReader.read(root);
    assertThat(root.problems()).isEmpty();
    Set<String> read = new TreeSet<>();
    for (String path : root.known()) {
      Matcher free = FREE.matcher(path);
      read.add(free.matches() ? free.group(1) : path.replace("option.team.", "option.NAME."));
    }

    assertThat(documented()).isEqualTo(read);
  }

  @Test
  void tokens_areAllNamed() throws Exception {
    String text = document();
    assertThat(Numbers.TOKENS).allSatisfy(name -> assertThat(text).contains(name + "`"));
  }

  @Test
  void sample_isARecipeWithoutAProblem() throws Exception {
    TomlSection root = TomlSection.of(blocks().get(0));

    assertThat(RecipeReader.read(root).name()).isEqualTo("acme");
    assertThat(root.problems()).isEmpty();
  }

  @Test
  void olderLangfuse_isARecipeWithoutAProblem() throws Exception {
    String changed = blocks().get(blocks().size() - 1);
    String head =
        Files.readString(Path.of("src/main/resources/recipes/langfuse.toml"))
            .replaceAll("(?s)\\[source.request].*", "")
            .replace("bucket = \"1h\"", "bucket = \"1d\"");
    TomlSection root = TomlSection.of(head + changed);

    RecipeReader.read(root);

    assertThat(root.problems()).isEmpty();
  }

  private static Set<String> documented() throws IOException {
    String text = document();
    String table = text.substring(text.indexOf("## Every key"), text.indexOf("## Langfuse"));
    Set<String> keys = new TreeSet<>();
    Matcher row = ROW.matcher(table);
    while (row.find()) {
      keys.add(row.group(1));
    }
    return keys;
  }

  private static List<String> blocks() throws IOException {
    Matcher block = Pattern.compile("(?s)```toml\\n(.*?)```").matcher(document());
    return block.results().map(found -> found.group(1)).toList();
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/recipes.md"));
  }
}
