// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.provider.VendorServer;
import aispend.testing.MutableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code doctor} asks, and what it makes of a provider that cannot even be made. */
class DoctorCommandTest {
  @TempDir private Path folder;

  @Test
  void keyWithoutItsParts_failsAloneAndTheNextIsAsked() throws Exception {
    try (VendorServer vendor =
        new VendorServer(VendorServer.fixture("moonshot/balance_normal.json"))) {
      Path config =
          Files.writeString(
              folder.resolve("aispend.toml"),
              """
              [ledger]
              url = "jdbc:sqlite:%s"
              [[provider]]
              name = "bedrock"
              type = "aws-bedrock"
              [[provider]]
              name = "moonshot"
              type = "moonshot"
              base_url = "%s"
              """
                  .formatted(folder.resolve("ledger.db"), vendor.baseUrl()));
      DoctorCommand doctor =
          new DoctorCommand(
              new Main.Context(
                  Map.of("AWS_BILLING_KEY", "oops", "MOONSHOT_API_KEY", "sk-invented-for-tests"),
                  MutableClock.at("2026-11-21T12:34:56Z")));
      new CommandLine(doctor).parseArgs("--config", config.toString());

      assertThat(doctor.call()).isEqualTo(Main.FAILED);
      assertThat(vendor.requests()).hasSize(1);
    }
  }
}
