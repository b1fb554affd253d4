// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static aispend.demo.Quantity.CACHE_READ;
import static aispend.demo.Quantity.CACHE_READ_AUDIO;
import static aispend.demo.Quantity.CACHE_READ_IMAGE;
import static aispend.demo.Quantity.CACHE_WRITE;
import static aispend.demo.Quantity.CACHE_WRITE_LONG;
import static aispend.demo.Quantity.INPUT;
import static aispend.demo.Quantity.INPUT_AUDIO;
import static aispend.demo.Quantity.INPUT_IMAGE;
import static aispend.demo.Quantity.OUTPUT;
import static aispend.demo.Quantity.OUTPUT_AUDIO;
import static aispend.demo.Quantity.OUTPUT_IMAGE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The endpoints under {@code /v1/organization/usage/} with their row type, measures and groupings.
 * {@code decisions} is missing on purpose: an organization without it answers 404.
 */
@SuppressWarnings("ImmutableEnumChecker") // its map and list are unmodifiable copies
enum OpenAiUsage {
  COMPLETIONS("completions", Map.of(), "batch", "service_tier", "api_source"),
  EMBEDDINGS("embeddings", Map.of("input_tokens", INPUT, "num_model_requests", Quantity.REQUESTS)),
  MODERATIONS(
      "moderations", Map.of("input_tokens", INPUT, "num_model_requests", Quantity.REQUESTS)),
  IMAGES(
      "images",
      Map.of("images", Quantity.IMAGES, "num_model_requests", Quantity.REQUESTS),
      "size",
      "source"),
  AUDIO_SPEECHES(
      "audio_speeches",
      Map.of("characters", Quantity.CHARACTERS, "num_model_requests", Quantity.REQUESTS)),
  AUDIO_TRANSCRIPTIONS(
      "audio_transcriptions",
      Map.of("seconds", Quantity.SECONDS, "num_model_requests", Quantity.REQUESTS)),
  VECTOR_STORES("vector_stores", Map.of("usage_bytes", Quantity.BYTES)),
  CODE_INTERPRETER_SESSIONS("code_interpreter_sessions", Map.of("num_sessions", Quantity.SESSIONS)),
  FILE_SEARCH_CALLS("file_searches", Map.of("num_requests", Quantity.SEARCHES), "vector_store_id"),
  WEB_SEARCH_CALLS(
      "web_searches",
      Map.of("num_requests", Quantity.SEARCHES, "num_model_requests", Quantity.REQUESTS),
      "context_level",
      "api_source");

  private final String rowName;
  private final Map<String, Quantity> measures;
  private final List<String> groupings;

  OpenAiUsage(String rowName, Map<String, Quantity> measures, String... ownGroupings) {
    this.rowName = rowName;
    this.measures = Map.copyOf(measures);
    List<String> all = new ArrayList<>(List.of("project_id"));
    if (!measures.containsValue(Quantity.BYTES) && !measures.containsValue(Quantity.SESSIONS)) {
      all.addAll(List.of("user_id", "api_key_id"));
      if (!rowName.equals("file_searches")) {
        all.add("model");
      }
    }
    all.addAll(List.of(ownGroupings));
    this.groupings = List.copyOf(all);
  }

  static Optional<OpenAiUsage> of(String path) {
    for (OpenAiUsage endpoint : values()) {
      if (endpoint.path().equals(path)) {
        return Optional.of(endpoint);
      }
    }
    return Optional.empty();
  }

  /** The last part of the endpoint's path, and the operation of its rows. */
  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<String> groupings() {
    return groupings;
  }

  /** Filter parameters, with the field each one looks at. */
  Map<String, String> filters() {
    Map<String, String> filters = new TreeMap<>();
    for (String field : groupings) {
      if (!List.of("batch", "service_tier", "api_source").contains(field)) {
        filters.put(field + "s", field);
      }
    }
    return filters;
  }

  /** A row of an answer; fields that were not grouped by are null. */
  ObjectNode row(Grouping.Use use) {
    ObjectNode row = Json.object();
    row.put("object", "organization.usage." + rowName + ".result");
    if (this == COMPLETIONS) {
      putTokens(row, use.quantities());
    }
    measures.forEach((name, quantity) -> row.put(name, use.quantities().of(quantity)));
    Json.putAll(row, groupings, use.fields());
    if (groupings.contains("batch") && use.fields().containsKey("batch")) {
      row.put("batch", Boolean.parseBoolean(use.fields().get("batch")));
    }
    return row;
  }

  private static void putTokens(ObjectNode row, Quantities use) {
    long uncached = use.of(INPUT, INPUT_AUDIO, INPUT_IMAGE);
    long cached = use.of(CACHE_READ, CACHE_READ_AUDIO, CACHE_READ_IMAGE);
    long written = use.of(CACHE_WRITE, CACHE_WRITE_LONG);
    row.put("input_tokens", uncached + cached + written)
        .put("input_cached_tokens", cached)
        .put("input_cache_write_tokens", written)
        .put("input_cache_write_30m_tokens", use.of(CACHE_WRITE))
        .put("input_cache_write_12h_tokens", use.of(CACHE_WRITE_LONG))
        .put("input_uncached_tokens", uncached)
        .put("input_text_tokens", use.of(INPUT))
        .put("input_audio_tokens", use.of(INPUT_AUDIO))
        .put("input_image_tokens", use.of(INPUT_IMAGE))
        .put("input_cached_text_tokens", use.of(CACHE_READ))
        .put("input_cached_audio_tokens", use.of(CACHE_READ_AUDIO))
        .put("input_cached_image_tokens", use.of(CACHE_READ_IMAGE))
        .put("output_tokens", use.of(OUTPUT, OUTPUT_AUDIO, OUTPUT_IMAGE))
        .put("output_text_tokens", use.of(OUTPUT))
        .put("output_audio_tokens", use.of(OUTPUT_AUDIO))
        .put("output_image_tokens", use.of(OUTPUT_IMAGE))
        .put("num_model_requests", use.of(Quantity.REQUESTS));
  }
}
