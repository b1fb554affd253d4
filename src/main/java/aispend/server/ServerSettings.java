// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom the server listens.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param maxBodyBytes largest request body; a larger one is answered 413
 * @param tls null for plain HTTP
 * @param tokens empty: everybody may do everything
 */
public record ServerSettings(
    String host, int port, int maxBodyBytes, @Nullable TlsFiles tls, List<AccessToken> tokens) {
  public ServerSettings {
    requireNonNull(host, "host");
    tokens = List.copyOf(tokens);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + "; must be 0..65535");
    }
    if (maxBodyBytes < 1_024) {
      throw new IllegalArgumentException(
          "max_body_bytes is " + maxBodyBytes + "; must be at least 1024");
    }
  }
}
