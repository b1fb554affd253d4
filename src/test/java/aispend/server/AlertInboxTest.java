// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertInboxTest {
  private final MutableClock clock = MutableClock.at("2026-11-21T12:00:00Z");
  private final Telemetry telemetry = new Telemetry();
  private final AlertInbox inbox = new AlertInbox(telemetry, clock);

  @Test
  void textsOfAnAlert_areOneShortLineEach() {
    accept(
        """
        {"alerts": [{"status": "firing",
          "labels": {"alertname": "a\\nERROR forged\\u2028line\\u001b[31m", "severity": "%s"},
          "annotations": {"description": "told"}, "startsAt": "2026-11-21T11:59:00Z"}]}
        """
            .formatted("s".repeat(500)));

    assertThat(inbox.latest())
        .containsExactly(
            new Alert(
                Alert.Status.FIRING,
                "a ERROR forged line [31m",
                "s".repeat(200) + "...",
                "told",
                "2026-11-21T11:59:00Z",
                clock.instant()));
  }

  @Test
  void onlyTheLatest_areKept() {
    String alerts =
        IntStream.range(0, 120)
            .mapToObj("{\"status\":\"resolved\",\"labels\":{\"alertname\":\"n%d\"}}"::formatted)
            .collect(Collectors.joining(",", "{\"alerts\":[", "]}"));

    assertThat(accept(alerts)).isEqualTo(120);

    assertThat(inbox.latest()).hasSize(50);
    assertThat(inbox.latest().get(0).name()).isEqualTo("n119");
    assertThat(inbox.latest().get(49).name()).isEqualTo("n70");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "null",
        "{\"alerts\": {}}",
        "{\"alerts\": [{\"status\": \"other\"}]}",
        "{\"alerts\": [1]}"
      })
  void whatAlertmanagerDoesNotSend_isRefusedWhole(String body) {
    assertThatThrownBy(() -> accept(body)).isInstanceOf(IllegalArgumentException.class);
    assertThat(inbox.latest()).isEmpty();
  }

  @Test
  void heartbeat_isCountedAndNotKept() {
    int count =
        accept(
            """
            {"alerts": [
              {"status": "firing", "labels": {"alertname": "AISpendWatchdog", "severity": "none"}},
              {"status": "firing", "labels": {"alertname": "Real", "severity": "critical"}}
            ]}""");

    assertThat(count).isEqualTo(2);
    assertThat(inbox.latest()).singleElement().extracting(Alert::name).isEqualTo("Real");
    assertThat(counted("heartbeat")).isEqualTo(1);
    assertThat(counted("firing")).isEqualTo(1);
  }

  private double counted(String status) {
    return telemetry
        .registry()
        .getSampleValue(
            "aispend_alerts_received_total", new String[] {"status"}, new String[] {status});
  }

  private int accept(String body) {
    return inbox.accept(body.getBytes(StandardCharsets.UTF_8));
  }
}
