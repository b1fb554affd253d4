// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that differs between a container's command line and the process that stands for it: the
 * programs, flags that the older programs of Debian do not have, and ports, which a container has
 * to itself and a process must be told.
 */
final class Substitutes {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  static final String JAR =
      Path.of(System.getProperty("aispend.jar", "target/aispend.jar")).toAbsolutePath().toString();

  /** By the path in the image, the program here. */
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "java", JAVA,
          "/bin/prometheus", "prometheus",
          "/bin/promtool", "promtool",
          "/bin/alertmanager", "prometheus-alertmanager");

  /** Dropped only where the program here does not know them. */
  private static final Map<String, List<String>> FLAGS =
      Map.of(
          "--dispatch.start-delay", List.of("prometheus-alertmanager", "--help"),
          "--events-to", List.of(JAVA, "-jar", JAR, "demo-vendor", "--help"));

  /** As the program in the container takes them by default. */
  private static final Map<String, String> LISTEN =
      Map.of(
          "prometheus", "--web.listen-address=0.0.0.0:9090",
          "alertmanager", "--web.listen-address=0.0.0.0:9093");

  private Substitutes() {}

  /** The command line with the programs here, without flags they do not know, on ports given. */
  static List<String> command(String container, List<String> command) throws Exception {
    List<String> here = programs(command);
    for (Map.Entry<String, List<String>> flag : FLAGS.entrySet()) {
      if (String.join(" ", here).contains(flag.getKey())
          && !output(flag.getValue()).contains(flag.getKey())) {
        drop(here, flag.getKey());
      }
    }
    String listen = LISTEN.getOrDefault(container, "");
    int last = here.size() - 1;
    if (here.get(0).equals("/bin/sh")) {
      here.set(last, here.get(last) + " " + listen);
    } else if (!listen.isEmpty()) {
      here.add(listen);
    }
    return here;
  }

  /** A health check's command line; it asks the same server, whose port is another one here. */
  static List<String> health(List<String> test) throws Exception {
    List<String> here = programs(test.subList(1, test.size()));
    if (here.contains("healthcheck")) {
      here.addAll(List.of("--url", "http://127.0.0.1:9477/-/ready"));
    }
    if (here.get(0).equals("promtool")
        && !output(List.of("promtool", "check", "--help")).contains("check ready")) {
      return List.of("wget", "-q", "--spider", "http://127.0.0.1:9090/-/ready");
    }
    return here;
  }

  private static List<String> programs(List<String> command) {
    List<String> here = new ArrayList<>();
    for (String argument : command) {
      String replaced = PROGRAMS.getOrDefault(argument, argument);
      here.add(replaced.replace("exec /bin/alertmanager ", "exec prometheus-alertmanager "));
    }
    return here;
  }

  private static void drop(List<String> command, String flag) {
    int index = command.indexOf(flag);
    if (index >= 0) {
      command.remove(index);
      command.remove(index);
    }
    command.replaceAll(argument -> argument.replaceAll(flag + "=\\S+ ?", ""));
    command.removeIf(String::isEmpty);
  }

  private static String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
