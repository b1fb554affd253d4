// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.telemetry.AskingTelemetry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How often a vendor is asked, and what for. */
class AskingTest extends HttpKit {
  private final AskingTelemetry asking = telemetry.asking();

  @Test
  void callsOfAPoll_countWithTheirRetriesForTheirSource() throws Exception {
    asking.begun("mine:usage");
    get(answer(500, ""), answer(200, "{}"));
    get(answer(200, "{}"));
    asking.polled("mine", "mine:usage", asking.ended());
    asking.begun(AskingTelemetry.NAMES);
    get(answer(200, "{}"));
    asking.ended();
    get(answer(200, "{}"));

    assertThat(calls("mine:usage")).isEqualTo(3);
    assertThat(calls("names")).isEqualTo(1);
    assertThat(calls("none")).isEqualTo(1);
    assertThat(sample("aispend_poll_calls", "source", "mine:usage")).isEqualTo(3);
  }

  @Test
  void callsHeldBack_countTheSecondsWaited() throws Exception {
    JsonClient slow = client.paced(new Pacing(1, Duration.ZERO));
    for (int i = 0; i < 2; i++) {
      server.enqueue(answer(200, "{}"));
      slow.get(url(), KEY);
    }

    Double waited =
        telemetry
            .registry()
            .getSampleValue(
                "aispend_provider_paced_seconds_total",
                new String[] {"provider"},
                new String[] {"mine"});
    assertThat(waited).isBetween(1.0, 60.0);
    assertThat(pause.waits()).hasSize(1);
  }

  @Test
  void secondErrandOfAThread_isAMistake() {
    asking.begun("mine:usage");
    assertThatThrownBy(() -> asking.begun("mine:costs"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("still asking for mine:usage");
  }

  private double calls(String source) {
    return telemetry
        .registry()
        .getSampleValue(
            "aispend_provider_calls_total",
            new String[] {"provider", "source"},
            new String[] {"mine", source});
  }

  private double sample(String name, String label, String value) {
    return telemetry
        .registry()
        .getSampleValue(name, new String[] {label, "provider"}, new String[] {value, "mine"});
  }
}
