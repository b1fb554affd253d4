// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** One service of the compose file as a plain process: its files, variables and command line. */
final class Container implements AutoCloseable {
  private static final String LIBRARY = "libsqlitejdbc.so";

  private final List<String> health;
  private final Program program;

  /**
   * Starts it.
   *
   * @param root where all containers of a test have their folders
   * @param service as {@code docker compose config} says it
   */
  Container(Path root, String name, JsonNode service, Addresses addresses) throws Exception {
    UnaryOperator<String> reached = text -> addresses.in(name, text);
    Mounts mounts = new Mounts(root, name, service, reached);
    boolean built = service.has("build");
    Path folder = Files.createDirectories(root.resolve(name));
    if (built) {
      prepareImage(root, mounts);
    }
    UnaryOperator<String> here = text -> mounts.in(reached.apply(text.replace("$$", "$")));
    List<String> surroundings = new ArrayList<>(List.of("env", "-i", "-C"));
    surroundings.add(built ? mounts.in(dockerfile("WORKDIR")) : folder.toString());
    surroundings.add("PATH=" + System.getenv("PATH"));
    service
        .path("environment")
        .propertyStream()
        .forEach(entry -> surroundings.add(variable(entry, here)));
    List<String> command = new ArrayList<>(texts(service.path("entrypoint")));
    if (command.isEmpty()) {
      command.addAll(entrypoint(name, built));
    }
    command.addAll(texts(service.path("command")));
    this.health =
        joined(surroundings, Substitutes.health(texts(service.at("/healthcheck/test"))), here);
    this.program =
        Program.start(
            name, root, Map.of(), joined(surroundings, Substitutes.command(name, command), here));
  }

  /** Runs the health check once. */
  boolean healthy() throws IOException, InterruptedException {
    return new ProcessBuilder(health)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  boolean alive() {
    return program.alive();
  }

  String output() throws IOException {
    return program.output();
  }

  @Override
  public void close() {
    program.close();
  }

  /** What the Dockerfile puts into the image: the native library and the folder of the ledger. */
  private static void prepareImage(Path root, Mounts mounts) throws IOException {
    Path library = root.resolve("app/lib");
    mounts.place("/app/lib", library);
    mounts.file("/app/aispend.jar", Path.of(Substitutes.JAR));
    Files.createDirectories(Path.of(mounts.in(dockerfile("WORKDIR")), "data"));
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    try (ZipFile jar = new ZipFile(Substitutes.JAR);
        InputStream in =
            jar.getInputStream(
                jar.getEntry("org/sqlite/native/Linux/" + machine + "/" + LIBRARY))) {
      if (!Files.exists(library.resolve(LIBRARY))) {
        Files.copy(in, library.resolve(LIBRARY));
      }
    }
  }

  /** The images' own: ours from the Dockerfile, Prometheus' as its documentation says. */
  private static List<String> entrypoint(String name, boolean built) throws IOException {
    return built
        ? texts(new ObjectMapper().readTree(dockerfile("ENTRYPOINT")))
        : List.of("/bin/" + name);
  }

  private static String dockerfile(String instruction) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("Dockerfile"))) {
      return lines
          .filter(line -> line.startsWith(instruction + " "))
          .reduce((first, last) -> last)
          .orElseThrow()
          .substring(instruction.length() + 1);
    }
  }

  private static String variable(Map.Entry<String, JsonNode> entry, UnaryOperator<String> here) {
    return entry.getKey() + "=" + here.apply(entry.getValue().asText());
  }

  private static List<String> joined(
      List<String> first, List<String> then, UnaryOperator<String> here) {
    return Stream.concat(first.stream(), then.stream().map(here)).toList();
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
