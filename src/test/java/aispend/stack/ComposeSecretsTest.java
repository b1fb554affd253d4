// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** secrets/init.sh, and how Grafana finds its first password. */
final class ComposeSecretsTest {
  @TempDir private Path folder;
  private Path data;
  private Path start;

  @BeforeEach
  void prepare() throws IOException {
    Files.copy(Shipped.path("secrets/init.sh"), folder.resolve("init.sh"));
    data = Files.createDirectory(folder.resolve("data"));
    start =
        Files.writeString(
            folder.resolve("run.sh"),
            "#!/bin/sh\necho \"FILE=$" + "{GF_SECURITY_ADMIN_PASSWORD__FILE:-none} $*\"\n");
    Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwx------"));
  }

  private Tool.Result init() {
    Tool.Result result = Tool.run(Map.of(), "sh", folder.resolve("init.sh").toString());
    assertThat(result.exit()).as(result.output()).isZero();
    return result;
  }

  private Path password() {
    return folder.resolve("grafana/admin_password");
  }

  private Tool.Result startGrafana() {
    Map<String, String> environment =
        Map.of(
            "ADMIN_PASSWORD_FILE", password().toString(),
            "GF_PATHS_DATA", data.toString(),
            "GRAFANA_START", start.toString());
    String script = Shipped.path("grafana-dashboards/provisioning/start.sh").toString();
    Tool.Result result = Tool.run(environment, "sh", script, "argument");
    assertThat(result.exit()).as(result.output()).isZero();
    return result;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void init_makesAPasswordThatOnlyTheContainerAndTheOwnerReach() throws IOException {
    Tool.Result result = init();

    String made = Files.readString(password());
    assertThat(made).matches("[A-Za-z0-9]{24}");
    assertThat(result.output()).contains("made").doesNotContain(made);
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("grafana"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(password())).isEqualTo("rw-r--r--");
  }

  @Test
  void initAgain_keepsWhatIsThereAndOpensWhatWasAdded() throws IOException {
    init();
    String first = Files.readString(password());
    Path key = Files.writeString(folder.resolve("aispend/openai_admin_key"), "key\n");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

    assertThat(init().output()).contains("kept");

    assertThat(Files.readString(password())).isEqualTo(first);
    assertThat(mode(key)).isEqualTo("rw-r--r--");
  }

  @Test
  void grafanaWithASecret_takesIt() {
    init();

    assertThat(startGrafana().output()).isEqualTo("FILE=" + password() + " argument\n");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void grafanaWithoutASecret_makesItsOwnAndSaysWhere() throws IOException {
    Path own = data.resolve("first-admin-password");

    String said = startGrafana().output();

    String made = Files.readString(own);
    assertThat(made).matches("[A-Za-z0-9]{24}");
    assertThat(mode(own)).isEqualTo("rw-------");
    assertThat(said).contains("exec grafana cat " + own, "FILE=" + own).doesNotContain(made);
    startGrafana();
    assertThat(own).hasContent(made);
  }

  @Test
  void grafanaOfAnOlderVersion_keepsItsPasswordAndSaysSo() throws IOException {
    Files.createFile(data.resolve("grafana.db"));

    assertThat(startGrafana().output()).contains("keeps the password it has", "FILE=none argument");
  }

  @Test
  void compose_startsGrafanaByTheScriptAndNamesNoPassword() {
    String grafana = Composed.PLAIN.service("grafana").toString();

    assertThat(grafana).contains("/etc/grafana-provisioning/start.sh", "secrets/grafana");
    assertThat(grafana).doesNotContain("ADMIN_PASSWORD");
  }
}
