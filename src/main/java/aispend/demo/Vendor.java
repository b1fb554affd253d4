// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.Locale;

/** Whose protocol is spoken. */
enum Vendor {
  OPENAI("project_id"),
  ANTHROPIC("workspace_id");

  private final String projectField;

  Vendor(String projectField) {
    this.projectField = projectField;
  }

  /** The name in answers of the control interface and in paths of the truth. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How the vendor calls what spend is split by. */
  String projectField() {
    return projectField;
  }
}
