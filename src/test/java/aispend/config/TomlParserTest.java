// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TomlParserTest {
  private final List<String> problems = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          a =                      ~ line 1: a: has no value; give it one, or remove the line for the default
          a = # later              ~ line 1: a: has no value; give it one, or remove the line for the default
          a = 1|a = 2              ~ line 2: a: is already given, on line 1; keep only one of them
          [a]|[a]                  ~ line 2: a: this table is already there, on line 1; put both together; only [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat, always in double brackets
          [[a]]|[a]                ~ line 2: a: this table is already there, on line 1; put both together; only [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat, always in double brackets
          [a]|[[a]]                ~ line 2: a: this table is already there, on line 1; put both together; only [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat, always in double brackets
          a = 1|[a]                ~ line 2: a: this table is already there, on line 1; put both together; only [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat, always in double brackets
          a = 1|[a.b]              ~ line 2: a: this table is already there, on line 1; put both together; only [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat, always in double brackets
          a = {b=1}|[a]            ~ line 2: a: this table is already there, on line 1; put both together; only [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat, always in double brackets
          [a                       ~ line 1: not a table's header; write it as [server] or [[provider]]
          []                       ~ line 1: not a table's header; write it as [server] or [[provider]]
          [a]]                     ~ line 1: not a table's header; write it as [server] or [[provider]]
          [a] b = 1                ~ line 1: not a table's header; write it as [server] or [[provider]]
          nonsense                 ~ line 1: not a key with a value; write it as key = "value", or # before a comment
          = 5                      ~ line 1: not a key with a value; write it as key = "value", or # before a comment
          a b = 1                  ~ line 1: not a key with a value; write it as key = "value", or # before a comment
          a.b = 1                  ~ line 1: a.b: dotted keys are newer than the TOML 0.4 that is read here; write the key under its table's header: [a]
          a = 1 b = 2              ~ line 1: a: more text stands behind the value; put text between double quotes, and one key on a line
          a = localhost:9477       ~ line 1: a: neither number, true, false nor quoted text; put double quotes around text
          a = True                 ~ line 1: a: neither number, true, false nor quoted text; put double quotes around text
          a = 0x10                 ~ line 1: a: neither number, true, false nor quoted text; put double quotes around text
          a = 2026-01-01           ~ line 1: a: neither number, true, false nor quoted text; put double quotes around text
          a = 9223372036854775808  ~ line 1: a: a number of more than 64 bits; write a smaller one
          a = [99999999999999999999] ~ line 1: a: a number of more than 64 bits; write a smaller one
          a = "x                   ~ line 1: a: text that is never closed; end it with " on the same line
          a = ""\"x|b = 1          ~ line 1: a: text that is never closed; end it with ""\" on the same line
          a = "\\q"                ~ line 1: a: a backslash that begins no known escape; write \\\\, or use single quotes
          a = [1|b = 2             ~ line 1: a: a list that is never closed; end it with ]
          a = [1 2]                ~ line 1: a: a list without a comma between two entries; put a comma between them and ] at its end
          a = [,]                  ~ line 1: a: cannot be read from "," on; write a value
          a = [1, "x"]             ~ line 1: a: a list that cannot be read; write values of one type: ["a", "b"]
          a = {b=1                 ~ line 1: a: a table that is never closed; end it with }
          a = {b=1 c=2}            ~ line 1: a: a table without a comma between two entries; put a comma between them and } at its end
          a = {b}                  ~ line 1: a: a table that holds something else than key = value; write { key = value }
          a = {b=}                 ~ line 1: a: a table with a key without a value; give it a value or take it out
          a = {b=, c=1}            ~ line 1: a: a table with a key without a value; give it a value or take it out
          a = {b=1, b=2}           ~ line 1: a: a table that cannot be read; write { key = "value" }
          """)
  void brokenText_isNamedWithItsLine(String text, String problem) {
    parse(text.replace('|', '\n'));
    assertThat(problems).containsExactly(problem);
  }

  @Test
  void readingGoesOn_behindEachKindOfBreak() {
    TomlTable table =
        parse(
            """
            a = [1,
              2
            b = 2
            c = [
              1
              2,
            ]
            d = 4
            e = "x
            f = {x}
            g = 7
            [t]
            h = [ "y", # comment ]
                  "z" ]
            """);
    assertThat(problems).hasSize(4);
    assertThat(table.keys()).containsExactly("b", "d", "g", "t");
    assertThat(((TomlTable) table.value("t")).value("h")).isEqualTo(List.of("y", "z"));
    assertThat(((TomlTable) table.value("t")).lineOf("h")).isEqualTo(13);
  }

  @Test
  void wellFormedText_isReadWithLines() {
    TomlTable table =
        parse(
            """
            # comment
            text = "a \\"quoted\\" # no comment"   # comment
            raw = 'c:\\x'
            escapes = "\\\\n \\\\ \\t \\u00e9 \\U0001F600 \\\\"
            long = ""\"
            b =
            [not.a.table]
            ""\"
            list = [
              [1, 2], # comment
              [3],
            ]
            inline = { "quoted key" = "}", list = [1, 2, 3], t = { x = true } }
              [ spaced ]
            x	=	-1_000
            [spaced.inner]
            y = 1.5
            [[many]]
            [[many]]
            z = 2
            [many.inner]
            w = 3
            """);
    assertThat(problems).isEmpty();
    assertThat(table.value("text")).isEqualTo("a \"quoted\" # no comment");
    assertThat(table.value("escapes")).isEqualTo("\\n \\ \t \u00e9 \uD83D\uDE00 \\");
    assertThat(table.value("raw")).isEqualTo("c:\\x");
    assertThat(table.value("long")).isEqualTo("b =\n[not.a.table]\n");
    assertThat(table.value("list")).isEqualTo(List.of(List.of(1L, 2L), List.of(3L)));
    assertThat(table.lineOf("inline")).isEqualTo(13);
    TomlTable inline = (TomlTable) table.value("inline");
    assertThat(inline.value("quoted key")).isEqualTo("}");
    assertThat(inline.value("list")).isEqualTo(List.of(1L, 2L, 3L));
    TomlTable spaced = (TomlTable) table.value("spaced");
    assertThat(spaced.value("x")).isEqualTo(-1_000L);
    assertThat(((TomlTable) spaced.value("inner")).value("y")).isEqualTo(1.5);
    List<TomlTable> many = ((TomlTable.Repeated) table.value("many")).tables();
    assertThat(many).extracting(TomlTable::line).containsExactly(18, 19);
    assertThat(((TomlTable) many.get(1).value("inner")).value("w")).isEqualTo(3L);
  }

  @Property
  void listOfTexts_readsBackAsWritten(@ForAll("texts") List<String> texts) {
    String written =
        texts.stream().map(TomlParserTest::quoted).collect(Collectors.joining(", ", "a = [", "]"));
    List<String> found = new ArrayList<>();
    TomlTable table =
        new TomlParser(written + "\nb = 1\n", problem -> found.add(problem.toString())).parse();
    assertThat(found).isEmpty();
    assertThat(table.value("a")).isEqualTo(texts);
    assertThat(table.value("b")).isEqualTo(1L);
  }

  @Property
  void anyText_isReadOrRefusedWithoutAnException(@ForAll("tomlish") String text) {
    List<ConfigProblem> found = new ArrayList<>();
    new TomlParser(text, found::add).parse();
    long lines = text.lines().count();
    assertThat(found).allSatisfy(each -> assertThat(each.line()).isBetween(1, (int) lines));
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings()
        .withChars("ab=[]{}#,\"\\' .|é")
        .ofMaxLength(12)
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> tomlish() {
    return Arbitraries.of(
            "a",
            "b",
            "=",
            " = ",
            "1",
            "[",
            "]",
            "{",
            "}",
            "\"",
            "'",
            "\"\"\"",
            "\n",
            "\n",
            ",",
            "#",
            ".",
            "[[",
            "]]",
            "\\",
            "true",
            " ",
            "\t",
            "\r",
            "\"x\"",
            "a = 1\n",
            "[t]\n",
            "\u0000",
            "2026-01-01T00:00:00Z",
            "9999999999999999999",
            "1e999",
            "é",
            "\\u12")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }

  private TomlTable parse(String text) {
    return new TomlParser(text, problem -> problems.add(problem.toString())).parse();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
