// SPDX-License-Identifier: Apache-2.0
package aispend.config;

/**
 * Section {@code [demo]}.
 *
 * @param enabled whether what is shown is made up, which every page and board then says
 */
public record DemoConfig(boolean enabled) {
  static DemoConfig read(Section section) {
    DemoConfig demo = new DemoConfig(section.get("enabled", Kinds.FLAG, false));
    section.finish();
    return demo;
  }
}
