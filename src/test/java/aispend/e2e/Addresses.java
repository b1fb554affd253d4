// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives each port of each container a free port of this machine, and rewrites who names it. */
final class Addresses {
  private static final String LOOPBACK = "127\\.0\\.0\\.1|0\\.0\\.0\\.0|localhost";

  /** By name or alias, the container whose network it is. */
  private final Map<String, String> owners = new HashMap<>();

  private final Map<String, Integer> ports = new HashMap<>();
  private final Pattern address;

  Addresses(JsonNode services) {
    services
        .propertyStream()
        .forEach(entry -> owners.put(entry.getKey(), owner(entry.getKey(), entry.getValue())));
    services
        .propertyStream()
        .forEach(
            entry ->
                entry
                    .getValue()
                    .findValues("aliases")
                    .forEach(
                        aliases -> aliases.forEach(a -> owners.put(a.asText(), entry.getKey()))));
    address =
        Pattern.compile(
            "(?<![\\w.-])("
                + LOOPBACK
                + "|"
                + String.join("|", owners.keySet())
                + ")([:/])(\\d{4,5})");
  }

  private static String owner(String name, JsonNode service) {
    String mode = service.path("network_mode").asText();
    return mode.startsWith("service:") ? mode.substring("service:".length()) : name;
  }

  /** The text with every address as a program on this machine reaches it. */
  String in(String container, String text) {
    return address
        .matcher(text)
        .replaceAll(
            found -> {
              String host = found.group(1);
              String named = host.matches(LOOPBACK) ? container : host;
              String owner = owners.getOrDefault(named, named);
              int port = local(owner + ":" + found.group(3));
              return Matcher.quoteReplacement("127.0.0.1" + found.group(2) + port);
            });
  }

  /** Where this machine reaches a port of a container. */
  String url(String container, int port) {
    return "http://" + in(container, container + ":" + port);
  }

  private int local(String inside) {
    return ports.computeIfAbsent(
        inside,
        unknown -> {
          try {
            return Web.freePort();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
