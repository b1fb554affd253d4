// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import aispend.model.ReportedEvent;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one body event by event, so that its JSON is never in memory as a whole. Used once. */
final class BodyReader {
  /** An event is flat but for its metadata; what is read as a tree must not exhaust a stack. */
  private static final StreamReadConstraints FLAT =
      StreamReadConstraints.builder().maxNestingDepth(50).maxNumberLength(400).build();

  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(FLAT).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final EventReader reader;
  private final int maxBatch;
  private final List<ReportedEvent> events = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final List<Receipt.Rejected> rejected = new ArrayList<>();

  BodyReader(EventReader reader, int maxBatch) {
    this.reader = reader;
    this.maxBatch = maxBatch;
  }

  /** Events that can be right, in their order. */
  List<ReportedEvent> events() {
    return events;
  }

  /** The place in the body of one of them. */
  int indexOf(int event) {
    return places.get(event);
  }

  /** Events that cannot be right. */
  List<Receipt.Rejected> rejected() {
    return rejected;
  }

  void read(Body body, long maxBytes) throws RefusedException {
    try (InputStream in = body.open(maxBytes);
        JsonParser parser = JSON.createParser(in)) {
      if (body.lines()) {
        while (parser.nextToken() != null) {
          take(JSON.readTree(parser));
        }
      } else {
        readOne(parser);
      }
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          400,
          "the body is not JSON, line "
              + (e.getLocation() == null ? "unknown" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage());
    } catch (Limited.TooLongException e) {
      throw new RefusedException(
          413, "the unpacked body is larger than max_body_bytes, " + maxBytes + "; send less");
    } catch (IOException e) {
      throw new RefusedException(400, "the body cannot be unpacked: " + e.getMessage());
    }
  }

  private void readOne(JsonParser parser) throws IOException, RefusedException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        take(JSON.readTree(parser));
      }
    } else if (first == JsonToken.START_OBJECT) {
      take(JSON.readTree(parser));
    } else {
      throw new RefusedException(400, "the body must be a JSON object or an array of them");
    }
    if (parser.nextToken() != null) {
      throw new RefusedException(
          400, "the body goes on after its end; several objects are application/x-ndjson");
    }
  }

  private void take(JsonNode json) throws RefusedException {
    int index = events.size() + rejected.size();
    if (index >= maxBatch) {
      throw new RefusedException(
          413, "the body has more events than events.max_batch, " + maxBatch + "; send fewer");
    }
    try {
      events.add(reader.read(json));
      places.add(index);
    } catch (FieldException e) {
      rejected.add(
          new Receipt.Rejected(index, id(json), e.field(), e.field() + " " + e.getMessage()));
    }
  }

  private static @Nullable String id(JsonNode json) {
    String id = json.path("event_id").textValue();
    return id == null || id.length() <= Fields.LONGEST_TEXT
        ? id
        : id.substring(0, Fields.LONGEST_TEXT);
  }
}
