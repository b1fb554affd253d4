// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Section {@code [proxy]}: calls that go to vendors through the daemon.
 *
 * @param enabled whether they may
 * @param limits of single calls and of all
 * @param upstreams where they may go, by name; those that need no configuration included
 */
public record ProxyConfig(boolean enabled, Limits limits, Map<String, UpstreamConfig> upstreams) {
  /**
   * What bounds calls.
   *
   * @param maxCalls at once
   * @param maxRequestBytes of one request's body
   * @param connectTimeout until the vendor is reached
   * @param readTimeout until an answer begins, and between two pieces of it
   */
  public record Limits(
      int maxCalls, int maxRequestBytes, Duration connectTimeout, Duration readTimeout) {}

  public ProxyConfig {
    upstreams = Map.copyOf(upstreams);
  }

  /**
   * Reads it.
   *
   * @param open whether strangers may reach the daemon: then a local Ollama, which asks for no key,
   *     is led to only when it is configured
   */
  static ProxyConfig read(Section section, boolean open) {
    boolean enabled = section.get("enabled", Kinds.FLAG, true);
    Limits limits =
        new Limits(
            section.get("max_calls", Kinds.integer(1, 4_096), 256L).intValue(),
            section
                .get("max_request_bytes", Kinds.integer(1_024, 1L << 30), 33_554_432L)
                .intValue(),
            section.get("connect_timeout", Kinds.duration("100ms", "10m"), "10s"),
            section.get("read_timeout", Kinds.duration("100ms", "1h"), "10m"));
    List<UpstreamConfig> configured = ConfigReader.named(section, "upstream", UpstreamConfig::read);
    section.finish();
    Map<String, UpstreamConfig> upstreams = new TreeMap<>();
    UpstreamConfig.known().stream()
        .filter(known -> !(open && known.name().equals(UpstreamConfig.OLLAMA)))
        .forEach(known -> upstreams.put(known.name(), known));
    configured.forEach(upstream -> upstreams.put(upstream.name(), upstream));
    return new ProxyConfig(enabled, limits, upstreams);
  }
}
