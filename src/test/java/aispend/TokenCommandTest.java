// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.server.AccessToken;
import aispend.server.Role;
import aispend.server.TokenFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class TokenCommandTest {
  @TempDir private Path folder;

  @Test
  void line_isReadAsTheTokenThatWasShown() throws Exception {
    Said said = run("acme-apps", "--role", "write", "--tenant", "acme");
    String token = said.err.strip().substring(said.err.lastIndexOf(' ') + 1);

    Path file = Files.writeString(folder.resolve("tokens.toml"), said.out);

    assertThat(token).matches("[0-9a-f]{64}");
    assertThat(said.out).doesNotContain(token);
    assertThat(TokenFile.read(file, Set.of("acme")))
        .containsExactly(AccessToken.of("acme-apps", token, Role.WRITE, "acme"));
  }

  @Test
  void tokens_areNeverTheSame() throws Exception {
    assertThat(run("a").err).isNotEqualTo(run("a").err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a.b", "a=", "--role=all a", "--role=admin --tenant=t a"})
  void wrongInput_isRefused(String arguments) {
    assertThatThrownBy(() -> run(arguments.contains("--") ? arguments.split(" ") : one(arguments)))
        .isInstanceOf(CommandException.class)
        .extracting(refused -> ((CommandException) refused).exitCode())
        .isEqualTo(Main.WRONG_INPUT);
  }

  private static String[] one(String argument) {
    return new String[] {argument};
  }

  private record Said(String out, String err) {}

  private static Said run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(shown, true, StandardCharsets.UTF_8));
      TokenCommand command = new TokenCommand();
      new CommandLine(command).parseArgs(arguments);
      command.call();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return new Said(said.toString(StandardCharsets.UTF_8), shown.toString(StandardCharsets.UTF_8));
  }
}
