// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The usage reports under {@code /v1/organization/usage/}: what each can be grouped by and what its
 * rows count (OpenAPI document 2.3.0 of 2026-08-21 and openai-python 3.52.0, read 2026-11-21).
 *
 * <p>{@code vector_stores} reports bytes held, a level that must not be added over buckets: its
 * rows come without a quantity, so they show that storage is used and that its cost is not known
 * yet. {@code num_model_requests} of {@code web_search_calls} repeats calls that {@code
 * completions} counts and is left out.
 */
enum OpenAiEndpoint {
  COMPLETIONS(Shape.TOKENS, false, Quantity.NONE, "batch service_tier api_source"),
  EMBEDDINGS(Shape.INPUT, false, Quantity.NONE, ""),
  MODERATIONS(Shape.INPUT, false, Quantity.NONE, ""),
  IMAGES(Shape.CALLS, false, Quantity.IMAGES, "size source"),
  AUDIO_SPEECHES(Shape.CALLS, false, Quantity.CHARACTERS, ""),
  AUDIO_TRANSCRIPTIONS(Shape.CALLS, false, Quantity.SECONDS, ""),
  VECTOR_STORES(Shape.LEVEL, false, Quantity.NONE, ""),
  CODE_INTERPRETER_SESSIONS(Shape.PROJECT, false, Quantity.SESSIONS, ""),
  FILE_SEARCH_CALLS(Shape.SEARCHES, true, Quantity.SEARCHES, ""),
  WEB_SEARCH_CALLS(Shape.WEB_SEARCHES, true, Quantity.SEARCHES, "context_level api_source"),
  DECISIONS(Shape.TOKENS, true, Quantity.NONE, "batch service_tier api_source");

  /** What is consumed besides tokens and calls; its lower-case name is the ledger's unit. */
  enum Quantity {
    NONE(""),
    IMAGES("images"),
    CHARACTERS("characters"),
    SECONDS("seconds"),
    SESSIONS("num_sessions"),
    SEARCHES("num_requests");

    private final String field;

    Quantity(String field) {
      this.field = field;
    }

    /** The row's field; empty when there is none. */
    String field() {
      return field;
    }

    String unit() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the rows of an endpoint count, and which of the common groupings it has. */
  enum Shape {
    /** Input and output with parts, and calls. */
    TOKENS("project_id user_id api_key_id model"),
    /** Input and calls. */
    INPUT("project_id user_id api_key_id model"),
    /** Units and calls. */
    CALLS("project_id user_id api_key_id model"),
    /** Searches; no model. */
    SEARCHES("project_id user_id api_key_id vector_store_id"),
    /** Searches; the model's calls are counted elsewhere. */
    WEB_SEARCHES("project_id user_id api_key_id model"),
    /** Units; no model, key or user. */
    PROJECT("project_id"),
    /** Something held, not consumed. */
    LEVEL("project_id");

    private final String groups;

    Shape(String groups) {
      this.groups = groups;
    }

    boolean countsCalls() {
      return this == TOKENS || this == INPUT || this == CALLS;
    }
  }

  private final Shape shape;
  private final boolean optional;
  private final Quantity quantity;
  private final String groups;

  OpenAiEndpoint(Shape shape, boolean optional, Quantity quantity, String groups) {
    this.shape = shape;
    this.optional = optional;
    this.quantity = quantity;
    this.groups = groups;
  }

  /** The last segment of its path, which is also the part and the operation. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  Shape shape() {
    return shape;
  }

  /** Whether a 404 only says that this organization does not have it. */
  boolean optional() {
    return optional;
  }

  Quantity quantity() {
    return quantity;
  }

  /** The {@code object} of its rows. */
  String rowObject() {
    String name =
        switch (this) {
          case FILE_SEARCH_CALLS -> "file_searches";
          case WEB_SEARCH_CALLS -> "web_searches";
          default -> code();
        };
    return "organization.usage." + name + ".result";
  }

  /** Everything it can be grouped by. */
  List<String> groupBy(boolean apiSource) {
    return Stream.of((shape.groups + " " + groups).strip().split(" "))
        .filter(group -> apiSource || !group.equals("api_source"))
        .toList();
  }

  static Optional<OpenAiEndpoint> ofCode(String code) {
    return Arrays.stream(values()).filter(endpoint -> endpoint.code().equals(code)).findFirst();
  }
}
