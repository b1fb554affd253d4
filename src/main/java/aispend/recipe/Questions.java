// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.http.Json;
import aispend.http.JsonQuestion;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one report for one filling.
 *
 * @param base where the vendor is
 */
record Questions(HttpUrl base, Report report, Filling filling) {
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";

  /** The URL, but for where to go on. */
  HttpUrl url() {
    HttpUrl.Builder url = base.newBuilder();
    for (Template segment : report.asking().path()) {
      url.addPathSegment(segment.filled(filling));
    }
    return url(url, report.asking().query());
  }

  private HttpUrl url(HttpUrl.Builder url, Map<String, List<Template>> query) {
    query.forEach(
        (name, values) -> {
          for (Template value : values) {
            String filled = value.filled(filling);
            if (!filled.isEmpty()) {
              url.addQueryParameter(name, filled);
            }
          }
        });
    return url.build();
  }

  /** The URL of the page at a place; the first when there is none. */
  HttpUrl url(@Nullable String place) {
    String parameter = report.pages().parameter();
    return place == null || parameter.isEmpty()
        ? url()
        : url().newBuilder().setQueryParameter(parameter, place).build();
  }

  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    report.asking().headers().forEach((name, value) -> headers.put(name, value.filled(filling)));
    return headers;
  }

  /** What is posted for the page at a place; null when nothing is. */
  JsonQuestion.@Nullable Body body(@Nullable String place) {
    Template body = report.asking().body();
    if (body != null) {
      String text = body.filled(filling);
      Pointer at = report.pages().body();
      return new JsonQuestion.Body(JSON, at == null || place == null ? text : set(text, at, place));
    }
    Map<String, List<Template>> fields = report.asking().form();
    return fields.isEmpty()
        ? null
        : form(url(new HttpUrl.Builder().scheme("https").host("form"), fields));
  }

  /** A URL's parameters as a form has them. */
  static JsonQuestion.Body form(HttpUrl parameters) {
    return new JsonQuestion.Body(FORM, Objects.requireNonNullElse(parameters.encodedQuery(), ""));
  }

  private String set(String text, Pointer at, String place) {
    try {
      JsonNode document = Json.read(text);
      List<String> path = at.path();
      JsonNode holder = document;
      for (String name : path.subList(0, path.size() - 1)) {
        holder = Pointer.step(holder, name);
      }
      if (!(holder instanceof ObjectNode object)) {
        throw new IllegalArgumentException("pages.body = " + at + " is not within the body");
      }
      String last = path.get(path.size() - 1);
      if (report.pages().counted()) {
        object.put(last, Long.parseLong(place));
      } else {
        object.put(last, place);
      }
      return document.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an option's value makes the body no JSON", e);
    }
  }
}
