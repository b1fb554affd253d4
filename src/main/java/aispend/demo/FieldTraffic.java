// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who uses the vendors beyond the demo's two; a line starts with the vendor and goes on as {@link
 * TrafficTable} says, with the fields project, key, user and model.
 */
final class FieldTraffic {
  private static final String TABLE =
      """
      openrouter calls search key-search ada openai/gpt-4.1 calls=40 requests=1 input=700 cache_read=300 output=210
      openrouter calls search key-search ada deepseek/deepseek-chat calls=90 requests=1 input=900 output=300
      openrouter calls docs key-docs ben openai/gpt-4.1 calls=9 requests=1 input=2500 cache_read=900 output=600
      openrouter calls docs key-docs ben anthropic/claude-opus calls=6 requests=1 input=1500 output=400 free=true
      litellm calls team-core 88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b u-ada gpt-5-mini calls=60 requests=1 input=600 cache_read=250 cache_write=40 output=150
      litellm calls team-core 5f1d7e84db5f9b0dbf5c7e1e0b6a8f0c2f0c1f5e9d2c4b6a8e0f1a2b3c4d5e6f u-ben gpt-5-mini calls=15 requests=1 input=900 output=300
      litellm calls team-data 5f1d7e84db5f9b0dbf5c7e1e0b6a8f0c2f0c1f5e9d2c4b6a8e0f1a2b3c4d5e6f u-ben mixtral-local calls=25 requests=1 input=1200 output=350
      litellm calls - unattributed - gpt-5-mini calls=2 requests=1 input=100 output=30
      xai calls - prod ada grok-code calls=35 requests=1 input=1800 output=500
      xai calls - prod ada grok-large calls=7 requests=1 input=1100 cache_read=400 output=350
      xai calls - ci ben grok-code calls=12 requests=1 input=500 output=90
      cursor events - - ada@example.com composer calls=14 requests=1 input=3000 cache_read=9000 cache_write=2000 output=900 kind=Usage-based
      cursor events - - ben@example.com claude-sonnet-5 calls=9 requests=1 input=2000 cache_read=7000 cache_write=1500 output=1100 kind=Usage-based
      cursor events - - ben@example.com composer calls=6 requests=1 input=1500 cache_read=4000 output=500 kind=Included free=true
      cursor events - - cyd@example.com tab calls=3 requests=1 kind=Usage-based flat=true
      github-copilot credits credits - - Claude-Sonnet-5 calls=30 requests=1 output=900
      github-copilot credits credits - - GPT-5.5 calls=18 requests=1 output=700
      github-copilot seats seats - - - sessions=5
      deepseek calls - - - deepseek-chat calls=60 requests=1 input=900 output=300
      moonshot calls - - - kimi calls=25 requests=1 input=1300 output=420
      cloudflare-ai-gateway calls prod - - gpt-5-mini calls=45 requests=1 input=800 output=220 provider=openai
      cloudflare-ai-gateway calls prod - - llama-edge calls=120 requests=1 input=500 output=160 provider=workers-ai
      cloudflare-ai-gateway calls test - - gpt-5-mini calls=4 requests=1 input=700 output=90 provider=openai
      deepgram streaming speech key-app - nova-3 calls=20 requests=1 seconds=140
      deepgram batch speech key-ci - nova-3 calls=4 requests=1 seconds=800
      elevenlabs tts - - - eleven_v3 calls=6 requests=1 characters=300
      elevenlabs tts - - - eleven_flash calls=11 requests=1 characters=180
      elevenlabs-costs tts - - - eleven_v3 calls=6 requests=1 characters=300
      elevenlabs-costs dubbing - - - eleven_dub calls=1 requests=1 seconds=60
      helicone calls - - ada gpt-5-mini calls=800 requests=1 input=500 cache_read=200 output=120 provider=OPENAI
      helicone calls - - ben claude-haiku calls=20 requests=1 input=900 cache_write=150 output=260 provider=ANTHROPIC
      langfuse GENERATION - - - gpt-5-mini calls=50 requests=1 input=600 output=140 environment=production
      langfuse GENERATION - - - claude-haiku calls=14 requests=1 input=900 output=310 environment=staging
      langfuse EMBEDDING - - - embed-small calls=70 requests=1 input=300 environment=production
      langfuse SPAN - - - - calls=90 requests=1 environment=production free=true
      portkey calls main - - gpt-5-mini calls=33 requests=1 input=700 output=210
      portkey calls main - - claude-haiku calls=8 requests=1 input=1000 output=240
      together inference - - - llama-edge calls=80 requests=1 input=900 output=330
      together inference - - - mixtral-local calls=22 requests=1 input=600 output=200
      vercel-ai-gateway calls - - - gpt-5-mini calls=44 requests=1 input=800 cache_read=300 cache_write=20 output=190
      vercel-ai-gateway calls - - - claude-haiku calls=10 requests=1 input=900 output=260
      vercel-ai-gateway calls - - - grok-code calls=5 requests=1 input=700 output=150 free=true
      azure-openai calls search - - gpt-5-mini calls=41 requests=1 input=800 cache_read=250 output=210
      azure-openai calls docs - - gpt-5-mini calls=13 requests=1 input=1400 output=380
      azure-openai calls docs - - llama-edge calls=27 requests=1 input=600 output=170
      aws-bedrock calls - - - claude-haiku calls=31 requests=1 input=900 output=290
      aws-bedrock calls - - - llama-edge calls=64 requests=1 input=500 output=140
      google-vertex calls - - - gpt-5-mini calls=22 requests=1 input=900 output=240
      google-vertex calls - - - claude-haiku calls=17 requests=1 input=700 output=310
      influxdb calls search - ada gpt-5-mini calls=320 requests=1 input=700 output=200
      influxdb calls docs - ben claude-haiku calls=280 requests=1 input=900 output=260
      focus-files calls search - - gpt-5-mini calls=52 requests=1 input=700 output=230
      focus-files calls docs - - claude-haiku calls=9 requests=1 input=1200 output=350
      postgres-table calls search - ada gpt-5-mini calls=24 requests=1 input=800 output=190
      postgres-table calls docs - ben claude-haiku calls=11 requests=1 input=1000 output=280
      """;

  private FieldTraffic() {}

  static List<Traffic> flows(Vendor vendor) {
    String start = vendor.code() + " ";
    String own =
        TABLE
            .lines()
            .filter(line -> line.startsWith(start))
            .map(line -> line.substring(start.length()))
            .collect(Collectors.joining("\n"));
    return new TrafficTable(vendor, List.of("project", "key", "user", "model"), Map.of()).read(own);
  }
}
