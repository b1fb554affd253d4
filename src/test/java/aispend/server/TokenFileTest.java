// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);

  @TempDir private Path folder;

  @Test
  void lines_areReadWithTheirRoles() throws Exception {
    Path file =
        file(
            "grafana = \""
                + A
                + ", read\"\n\"ci-bot\" = \""
                + B.toUpperCase(Locale.ROOT)
                + ",admin,\"\nacme = \""
                + C
                + ", write, acme\"");

    assertThat(TokenFile.read(file, Set.of("acme")))
        .containsExactlyInAnyOrder(
            new AccessToken("grafana", A, Role.READ),
            new AccessToken("ci-bot", B, Role.ADMIN),
            new AccessToken("acme", C, Role.WRITE, "acme"));
  }

  @Test
  void everyProblem_isSaidAtOnceAndNoValueIsRepeated() throws Exception {
    Path file =
        file(
            """
            plain = "my-secret-token, read"
            role = "%s, root"
            tenant = "%s, read, acme"
            boss = "%s, admin, globex"
            short = "%s"
            number = 5
            """
                .formatted(A, B, B, A));

    TokenFileException refused = refused(file);

    assertThat(refused.problems()).hasSize(6);
    assertThat(refused)
        .hasMessageContaining("token plain in " + file + " begins with no SHA-256")
        .hasMessageContaining("token role in " + file + " has an unknown role")
        .hasMessageContaining("is for the tenant 'acme', which has no [[tenant]]")
        .hasMessageContaining("token boss in " + file + " is of a tenant and may not be admin")
        .hasMessageContaining("token short in " + file + " has 1 parts")
        .hasMessageContaining("token number in " + file + " is not a string")
        .hasMessageNotContaining("my-secret-token");
  }

  @Test
  void sameHashTwice_isRefused() throws Exception {
    assertThat(refused(file("x = \"" + A + ", read\"\ny = \"" + A + ", admin\"")).problems())
        .hasSize(1)
        .first()
        .asString()
        .contains("has the same hash as");
  }

  @Test
  void emptyFile_isRefusedAndNotTakenForNoAuthentication() throws Exception {
    assertThat(refused(file("# nothing\n"))).hasMessageContaining("holds no token");
    assertThat(refused(file("x =\n"))).hasMessageContaining(folder.toString());
  }

  @Test
  void fileThatIsNotThere_isSaid() {
    assertThat(refused(folder.resolve("none"))).hasMessageContaining("cannot be read");
  }

  private static TokenFileException refused(Path file) {
    TokenFileException refused =
        catchThrowableOfType(
            TokenFileException.class, () -> TokenFile.read(file, Set.of("globex")));
    assertThat(refused).isNotNull();
    assertThat(refused).hasMessage(String.join("\n", refused.problems()));
    return refused;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("tokens.toml"), text);
  }
}
