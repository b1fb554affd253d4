// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes samples; the text of large families is kept from scrape to scrape. Thread-safe. */
final class FamilyTexts {
  /** Fewer are written sooner than they are looked for. */
  static final int LARGE = 256;

  private final Map<String, FamilyText> kept = new ConcurrentHashMap<>();

  void write(Family family, ExpositionText out) {
    String name = family.definition().name();
    if (family.samples().size() < LARGE) {
      kept.remove(name);
      family.samples().forEach(sample -> sample.writeTo(out::add));
      return;
    }
    FamilyText text = FamilyText.of(family, kept.get(name));
    kept.put(name, text);
    text.blocks().forEach(out::add);
  }
}
