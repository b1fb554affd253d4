// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What every container of a resolved compose configuration must keep to. */
final class ComposeLints {
  /**
   * An exact version (PostgreSQL's has two numbers), or the image that is built here; a digest may
   * follow either.
   */
  private static final String PINNED =
      "([a-z0-9.-]+/)*[a-z0-9-]+:v?[0-9]+\\.[0-9]+(\\.[0-9]+)?(@sha256:[0-9a-f]{64})?|aispend:local";

  private static final Set<String> CALLS_OUT = Set.of("aispend", "alertmanager");
  private static final List<String> HOST_POWERS =
      List.of("privileged", "cap_add", "devices", "pid", "ipc", "userns_mode", "sysctls", "uts");

  private final JsonNode config;
  private final List<String> problems = new ArrayList<>();

  private ComposeLints(JsonNode config) {
    this.config = config;
  }

  /** Empty when all is well; else a sentence for each problem that starts with the service. */
  static List<String> of(JsonNode config) {
    ComposeLints lints = new ComposeLints(config);
    config.path("services").propertyStream().forEach(lints::service);
    return lints.problems;
  }

  private void service(Map.Entry<String, JsonNode> entry) {
    String name = entry.getKey();
    JsonNode service = entry.getValue();
    confinement(name, service);
    limits(name, service);
    files(name, service);
    network(name, service);
  }

  private void confinement(String name, JsonNode service) {
    check(service.path("read_only").asBoolean(), name, "can write to its image: read_only");
    check(texts(service, "cap_drop").equals(List.of("ALL")), name, "keeps capabilities: cap_drop");
    boolean noNew = texts(service, "security_opt").contains("no-new-privileges:true");
    check(noNew, name, "may gain privileges: no-new-privileges");
    boolean numbered = service.path("user").asText().matches("[1-9][0-9]*:[0-9]+");
    check(numbered, name, "runs as root or as a name: user");
    for (String power : HOST_POWERS) {
      check(!service.has(power), name, "has a power over the host: " + power);
    }
    check(service.path("image").asText().matches(PINNED), name, "is of no exact version: image");
  }

  private void limits(String name, JsonNode service) {
    check(service.path("mem_limit").asLong() > 0, name, "may take all memory: mem_limit");
    check(service.path("pids_limit").asLong() > 0, name, "may start any number: pids_limit");
    check(service.at("/logging/options").has("max-size"), name, "may fill the disk: logging");
    check(service.path("healthcheck").has("test"), name, "is never asked for health: healthcheck");
    check(service.path("restart").asText().equals("unless-stopped"), name, "stays down: restart");
    check(service.has("stop_grace_period"), name, "is killed early: stop_grace_period");
    check(service.path("init").asBoolean(), name, "leaves dead children: init");
  }

  private void files(String name, JsonNode service) {
    for (String tmpfs : texts(service, "tmpfs")) {
      boolean bounded = tmpfs.matches(".*size=[0-9]+m.*noexec,nosuid,nodev");
      check(bounded, name, "has an open " + tmpfs + ": tmpfs");
    }
    for (JsonNode mount : service.path("volumes")) {
      if (mount.path("type").asText().equals("bind")) {
        String source = mount.path("source").asText();
        check(mount.path("read_only").asBoolean(), name, "can change " + source + ": volumes");
        check(Files.exists(Path.of(source)), name, "mounts what is missing, " + source);
      } else {
        // Several containers of a service would share a named one.
        boolean several = service.at("/deploy/replicas").asInt() > 1;
        boolean declared = config.path("volumes").has(mount.path("source").asText());
        check(declared || several, name, "keeps data in no named volume: volumes");
      }
    }
  }

  private void network(String name, JsonNode service) {
    List<String> networks =
        service.path("networks").propertyStream().map(Map.Entry::getKey).toList();
    boolean neighbour = service.path("network_mode").asText().startsWith("service:");
    check(neighbour || !networks.isEmpty(), name, "is in no network: networks");
    check(!service.has("network_mode") || neighbour, name, "is in the host's: network_mode");
    check(!networks.contains("default"), name, "is in the network that reaches all: networks");
    check(!networks.contains("egress") || CALLS_OUT.contains(name), name, "may call out: networks");
    for (JsonNode port : service.path("ports")) {
      boolean loopback = port.path("host_ip").asText().equals("127.0.0.1");
      check(loopback, name, "is published beyond loopback: ports");
      check(networks.stream().anyMatch(this::publishing), name, "cannot publish: networks");
    }
  }

  private boolean publishing(String network) {
    return !config.path("networks").path(network).path("internal").asBoolean();
  }

  private void check(boolean fine, String service, String problem) {
    if (!fine) {
      problems.add(service + " " + problem);
    }
  }

  private static List<String> texts(JsonNode service, String key) {
    Stream<JsonNode> elements = service.path(key).valueStream();
    return elements.map(JsonNode::asText).toList();
  }
}
