// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.Locale;

/** Whose protocol is spoken. */
enum Vendor {
  OPENAI("project_id"),
  ANTHROPIC("workspace_id"),
  OPENROUTER,
  LITELLM,
  XAI,
  CURSOR,
  GITHUB_COPILOT,
  DEEPSEEK,
  MOONSHOT,
  CLOUDFLARE_AI_GATEWAY,
  DEEPGRAM,
  ELEVENLABS,
  ELEVENLABS_COSTS,
  HELICONE,
  LANGFUSE,
  PORTKEY,
  TOGETHER,
  VERCEL_AI_GATEWAY,
  AZURE_OPENAI,
  AWS_BEDROCK,
  GOOGLE_VERTEX,
  INFLUXDB,
  /** Has no protocol: its bill is files, which whoever runs the simulator writes by its truth. */
  FOCUS_FILES,
  /** Has none either: its truth is what a tracker's table would hold. */
  POSTGRES_TABLE;

  private final String projectField;

  /** One of those that are simulated with a few flows each. */
  Vendor() {
    this("project");
  }

  Vendor(String projectField) {
    this.projectField = projectField;
  }

  /** The name in answers of the control interface and in paths of the truth. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is one of the two that are simulated in all detail and make up a demo's spend. */
  boolean isInTheDemo() {
    return this == OPENAI || this == ANTHROPIC;
  }

  /** How the vendor calls what spend is split by. */
  String projectField() {
    return projectField;
  }
}
