// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.testing.CsvFile;
import aispend.testing.FocusRules;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ExportCommandTest {
  @TempDir private Path folder;

  @BeforeEach
  void spend() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    Files.writeString(
        folder.resolve("aispend.toml"),
        """
        [ledger]
        url = "%s"
        [[tenant]]
        name = "acme"
        where = { project = "acme-*" }
        """
            .formatted(url));
    try (SqlLedger ledger = SqlLedger.open(url, List.of(Dimension.PROVIDER))) {
      Spend spend = new Spend(ledger).register("openai");
      spend.hour("2026-11-20T23:00:00Z", "openai", project("acme-web"), "1.5");
      spend.hour("2026-11-21T00:00:00Z", "openai", project("globex-web"), "2.25");
    }
  }

  @Test
  void month_isAFocusFile() throws Exception {
    CsvFile file = export("--format", "focus", "--from", "2026-11-01", "--to", "2026-11-30");

    assertThat(FocusRules.problems(file)).isEmpty();
    assertThat(file.rows()).extracting(row -> row.get("BilledCost")).containsExactly("1.5", "2.25");
    assertThat(folder.resolve("out.csv.part")).doesNotExist();
  }

  @Test
  void lastDay_isWithin() throws Exception {
    CsvFile file = export("--from", "2026-11-20", "--to", "2026-11-20", "--granularity", "hour");

    assertThat(file.rows())
        .extracting(row -> row.get("start"))
        .containsExactly("2026-11-20T23:00:00Z");
  }

  @Test
  void tenant_getsItsOwnOnly() throws Exception {
    CsvFile file = export("--from", "2026-11-01", "--to", "2026-11-30", "--tenant", "acme");

    assertThat(file.rows()).extracting(row -> row.get("project")).containsExactly("acme-web");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--format | xml | --format is 'xml'; allowed: csv, focus, ndjson",
        "--granularity | week | --granularity is 'week'; allowed: day, hour",
        "--tenant | globex | --tenant is 'globex'; allowed: [acme]",
        "--to | 2026-10-31 | --to 2026-10-31 is before --from 2026-11-01"
      })
  void wrongOption_isNamedWithWhatIsAllowed(String option, String value, String message) {
    List<String> options = new ArrayList<>(List.of("--from", "2026-11-01", option, value));
    if (!option.equals("--to")) {
      options.addAll(List.of("--to", "2026-11-30"));
    }

    assertThatThrownBy(() -> export(options.toArray(new String[0])))
        .isInstanceOf(CommandException.class)
        .hasMessage(message);
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @Test
  void fileThatExists_isNotOverwritten() throws Exception {
    Files.writeString(folder.resolve("out.csv"), "mine");

    assertThatThrownBy(() -> export("--from", "2026-11-01", "--to", "2026-11-30"))
        .isInstanceOf(CommandException.class)
        .hasMessageEndingWith("out.csv exists already; name another file");
    assertThat(folder.resolve("out.csv")).hasContent("mine");
  }

  private CsvFile export(String... options) throws Exception {
    Path out = folder.resolve("out.csv");
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--config", folder.resolve("aispend.toml").toString()));
    all.addAll(List.of("--out", out.toString()));
    ExportCommand command =
        new ExportCommand(new Main.Context(Map.of(), MutableClock.at("2026-11-21T12:34:56Z")));
    new CommandLine(command).parseArgs(all.toArray(new String[0]));
    assertThat(command.call()).isEqualTo(Main.FINE);
    return new CsvFile(Files.readString(out));
  }

  private static Map<Dimension, String> project(String name) {
    return Map.of(Dimension.PROJECT, name, Dimension.MODEL, "gpt-5-mini");
  }
}
