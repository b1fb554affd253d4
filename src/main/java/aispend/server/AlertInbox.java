// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.server.Alert.Status;
import aispend.telemetry.Telemetry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what Alertmanager's webhook sends, version 4: {@code {"alerts": [{"status": "firing",
 * "labels": {...}, "annotations": {...}, "startsAt": "..."}]}}. One log line an alert; the last
 * {@value #KEPT} are kept. The heartbeat of alerting is only counted. Any thread may use it.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">its
 *     description</a>
 */
final class AlertInbox {
  static final int KEPT = 50;

  /** Most log lines of one request. */
  private static final int LOGGED = 100;

  private static final Logger log = LoggerFactory.getLogger(AlertInbox.class);

  private final JsonMapper json = JsonMapper.builder().build();
  private final Telemetry telemetry;
  private final Clock clock;
  private final Deque<Alert> last = new ArrayDeque<>();

  AlertInbox(Telemetry telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * Takes a request of the webhook.
   *
   * @return how many alerts it held
   * @throws IllegalArgumentException when it is not what Alertmanager sends
   */
  int accept(byte[] body) {
    List<Alert> received = parse(body);
    List<Alert> alerts = received.stream().filter(alert -> !alert.heartbeat()).toList();
    alerts.forEach(alert -> telemetry.alertReceived(alert.status().code()));
    for (int i = alerts.size(); i < received.size(); i++) {
      telemetry.alertReceived("heartbeat");
    }
    tell(alerts);
    keep(alerts);
    return received.size();
  }

  private static void tell(List<Alert> alerts) {
    for (int i = 0; i < alerts.size(); i++) {
      Alert alert = alerts.get(i);
      if (i < LOGGED) {
        log.info(
            "Alert received status={} alertname={} severity={} since={} summary={}",
            alert.status().code(),
            alert.name(),
            alert.severity(),
            alert.startsAt(),
            alert.summary());
      }
    }
    if (alerts.size() > LOGGED) {
      log.info("More alerts received than are logged more={}", alerts.size() - LOGGED);
    }
  }

  /** The newest first. */
  List<Alert> latest() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  private void keep(List<Alert> alerts) {
    synchronized (last) {
      alerts.forEach(last::addFirst);
      while (last.size() > KEPT) {
        last.removeLast();
      }
    }
  }

  private List<Alert> parse(byte[] body) {
    JsonNode root = read(body);
    if (root == null || !root.path("alerts").isArray()) {
      throw new IllegalArgumentException(
          "the body has no array 'alerts'; point an Alertmanager webhook_config here");
    }
    List<Alert> alerts = new ArrayList<>();
    for (JsonNode alert : root.path("alerts")) {
      alerts.add(alert(alert));
    }
    return alerts;
  }

  private JsonNode read(byte[] body) {
    try {
      return json.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is not JSON", e);
    }
  }

  private Alert alert(JsonNode alert) {
    String status = alert.path("status").asText("");
    if (!status.equals("firing") && !status.equals("resolved")) {
      throw new IllegalArgumentException("an alert's status is neither firing nor resolved");
    }
    JsonNode annotations = alert.path("annotations");
    return new Alert(
        status.equals("firing") ? Status.FIRING : Status.RESOLVED,
        alert.path("labels").path("alertname").asText(""),
        alert.path("labels").path("severity").asText(""),
        annotations.path("summary").asText(annotations.path("description").asText("")),
        alert.path("startsAt").asText(""),
        clock.instant());
  }
}
