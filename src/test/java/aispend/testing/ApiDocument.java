// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document, and whether answers are as it says: JSON Schema 2020-12, formats too. */
public final class ApiDocument {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final SchemaValidatorsConfig WITH_FORMATS =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final JsonNode document;

  public ApiDocument(byte[] json) throws IOException {
    document = JSON.readTree(json);
  }

  public JsonNode json() {
    return document;
  }

  /** The paths that answer with JSON. */
  public Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    paths.removeAll(files());
    paths.removeIf(path -> !document.path("paths").path(path).has("get"));
    return paths;
  }

  /** The paths that answer with files. */
  public Set<String> files() {
    Set<String> files = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().at("/get/responses/200/content").has("text/csv")) {
                files.add(path.getKey());
              }
            });
    return files;
  }

  /** The parameters of a path's GET. */
  public JsonNode parameters(String path) {
    return document.path("paths").path(path).at("/get/parameters");
  }

  /** What is wrong with an answer of a path's GET; nothing when it is as described. */
  public List<String> problems(String path, int status, byte[] answer) {
    return problems("get", path, status, answer);
  }

  /** As the other, of any method in small letters. */
  public List<String> problems(String method, String path, int status, byte[] answer) {
    JsonNode schema =
        document
            .path("paths")
            .path(path)
            .at("/" + method + "/responses/" + status + "/content/application~1json/schema");
    if (!schema.isObject()) {
      return List.of(path + " does not say what it answers with " + status);
    }
    // References within the document are from its root.
    ObjectNode root = schema.deepCopy();
    root.set("components", document.path("components"));
    JsonSchema checked = FACTORY.getSchema(root, WITH_FORMATS);
    Set<ValidationMessage> messages =
        checked.validate(new String(answer, StandardCharsets.UTF_8), InputFormat.JSON);
    return messages.stream().map(message -> path + ": " + message).sorted().toList();
  }
}
