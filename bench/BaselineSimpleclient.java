// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Serves the series of a file as an exporter with simpleclient 0.16 does: its registry, its text
 * format, and a handler that works as its HTTPServer. Run with the daemon's jar as class path, which
 * holds the library: {@code java -cp aispend.jar BaselineSimpleclient.java PORT FILE}.
 */
public final class BaselineSimpleclient {
  private static final Pattern SERIES = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private static final CollectorRegistry REGISTRY = new CollectorRegistry();
  private static final ThreadLocal<ByteArrayOutputStream> TEXT =
      ThreadLocal.withInitial(() -> new ByteArrayOutputStream(1 << 20));

  public static void main(String[] args) throws IOException {
    Map<String, Gauge> families = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      if (!line.startsWith("#")) {
        register(families, line);
      }
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 3);
    server.setExecutor(Executors.newFixedThreadPool(5));
    server.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
    server.createContext("/metrics", BaselineSimpleclient::serve);
    server.start();
  }

  private static void register(Map<String, Gauge> families, String line) {
    Matcher series = SERIES.matcher(line);
    if (!series.matches()) {
      throw new IllegalArgumentException(line);
    }
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
    while (label.find()) {
      names.add(label.group(1));
      values.add(label.group(2));
    }
    families
        .computeIfAbsent(
            series.group(1),
            name ->
                Gauge.build(name, "As it was scraped.")
                    .labelNames(names.toArray(String[]::new))
                    .register(REGISTRY))
        .labels(values.toArray(String[]::new))
        .set(Double.parseDouble(series.group(3)));
  }

  private static void serve(HttpExchange exchange) throws IOException {
    ByteArrayOutputStream text = TEXT.get();
    text.reset();
    OutputStreamWriter writer = new OutputStreamWriter(text, StandardCharsets.UTF_8);
    TextFormat.write004(writer, REGISTRY.metricFamilySamples());
    writer.close();
    exchange.getResponseHeaders().set("Content-Type", TextFormat.CONTENT_TYPE_004);
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
        text.writeTo(out);
      }
    } else {
      exchange.sendResponseHeaders(200, text.size());
      text.writeTo(exchange.getResponseBody());
    }
    exchange.close();
  }
}
