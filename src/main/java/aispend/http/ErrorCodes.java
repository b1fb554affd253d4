// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a vendor's own error codes mean, where the HTTP status says less: AWS tells a throttled and
 * a refused call alike by 400, Google a limit by 403.
 *
 * @param places where in a refusal a code may stand ({@code /Code} is the element too where it is
 *     XML); what is before a {@code #} is left out
 * @param kinds what failed, by code
 */
public record ErrorCodes(List<JsonPointer> places, Map<String, Kind> kinds) {
  public static final ErrorCodes NONE = new ErrorCodes(List.of(), Map.of());

  public ErrorCodes {
    places = List.copyOf(places);
    kinds = Map.copyOf(kinds);
  }

  /** What a refusal says of itself; empty when it has no code that is known. */
  Optional<Kind> kind(Reply refusal) {
    if (places.isEmpty()) {
      return Optional.empty();
    }
    return Refusals.document(refusal.body()).flatMap(this::kind);
  }

  private Optional<Kind> kind(JsonNode document) {
    return places.stream()
        .map(place -> document.at(place).asText(""))
        .map(code -> code.substring(code.indexOf('#') + 1))
        .flatMap(code -> Optional.ofNullable(kinds.get(code)).stream())
        .findFirst();
  }
}
