// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedEvent;
import aispend.model.ReportedUsage;
import java.time.Instant;

/** What spans and metrics of the GenAI conventions say alike. */
final class Calls {
  private Calls() {}

  /** The dimensions of a call by the conventions. */
  static Dimensions genAi(Attributes said, ProviderNames providers) throws BadFieldException {
    String provider = said.text("aispend.provider");
    if (provider == null) {
      String told = said.text("gen_ai.provider.name", "gen_ai.system");
      if (told == null) {
        throw BadFieldException.missing("gen_ai.provider.name", "must say whose model was called");
      }
      provider = providers.of(told);
    }
    String operation = said.text("gen_ai.operation.name");
    return Attribution.of(
        said,
        provider,
        model(said, "gen_ai.response.model", "gen_ai.request.model"),
        operation == null
            ? SpanReader.USUAL_OPERATION
            : SpanReader.OPERATIONS.getOrDefault(operation, SpanReader.USUAL_OPERATION));
  }

  /** The model, by the first of these attributes. */
  static String model(Attributes said, String... keys) throws BadFieldException {
    String model = said.text(keys);
    if (model == null) {
      throw BadFieldException.missing(keys[0], "must say which model was called");
    }
    return model;
  }

  /** Tells what was sent again from what was changed, whatever else was added to it on its way. */
  static long hash(Instant at, ReportedUsage usage, ReportedEvent.Timing timing, Outcome outcome) {
    return new Digest()
        .add(at.toString())
        .add(usage.dimensions().toString())
        .add(String.valueOf(usage.tokens()))
        .add(String.valueOf(usage.requests()))
        .add(String.valueOf(usage.cost()))
        .add(timing.toString())
        .add(outcome.code())
        .number();
  }
}
