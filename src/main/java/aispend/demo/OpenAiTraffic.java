// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.List;
import java.util.Map;

/**
 * Who uses OpenAI; one flow a line, however long it gets. {@code gpt-nimbus-preview} is in no
 * public price list. The keys {@value #REVISED_KEY} and {@value #MOVED_KEY} are those that tests
 * follow through revisions.
 */
final class OpenAiTraffic {
  /** The key whose daily row at 10:00 UTC costs 4, then 10, then 9.5 dollars by list price. */
  static final String REVISED_KEY = "key_revised";

  /** The key whose daily row at 15:00 UTC moves to another project. */
  static final String MOVED_KEY = "key_moved";

  private static final String TABLE =
      """
      completions proj_search key_search user-ada gpt-5-2025-08-07 calls=300 requests=1 input=900 cache_read=1800 output=350
      completions proj_search key_search user-ada gpt-5-mini-2025-08-07 calls=900 requests=1 input=600 cache_read=400 output=180
      completions proj_search key_search_ci user-ben gpt-5-mini-2025-08-07 calls=40 requests=1 input=700 output=90
      completions proj_search key_search user-ada gpt-5-2025-08-07 calls=25 requests=1 input=900 output=350 service_tier=priority
      completions proj_checkout key_checkout user-ben gpt-4o-2024-08-06 calls=220 requests=1 input=1100 cache_read=600 output=260
      completions proj_checkout key_checkout user-ben gpt-5-2025-08-07 calls=90 requests=1 input=1500 cache_read=2500 cache_write=200 output=600
      completions proj_checkout key_checkout_eu user-eve gpt-4o-2024-08-06 calls=60 requests=1 input=1000 output=240
      completions proj_checkout key_checkout_eu user-eve gpt-4o-mini-2024-07-18 calls=500 requests=1 input=500 output=120
      completions proj_docs key_docs user-cyd gpt-5-mini-2025-08-07 calls=700 requests=1 input=4000 output=700 batch=true
      completions proj_docs key_docs user-cyd gpt-4o-mini-2024-07-18 calls=200 requests=1 input=2500 output=300 batch=true
      completions proj_docs key_docs user-cyd gpt-5-2025-08-07 calls=15 requests=1 input=9000 cache_read=3000 cache_write=900 cache_write_long=400 output=1500
      completions proj_docs key_docs_agent user-cyd gpt-5-2025-08-07 calls=10 requests=1 input=7000 cache_read=9000 output=2500 api_source=agents_api
      completions proj_sandbox key_sandbox user-dan gpt-5-2025-08-07 calls=6 requests=1 input=1200 output=800
      completions proj_sandbox key_sandbox user-eve gpt-4o-2024-08-06 calls=4 requests=1 input=1500 output=500
      completions proj_sandbox key_sandbox user-dan gpt-5-mini-2025-08-07 calls=12 requests=1 input=800 output=300 service_tier=flex
      completions proj_sandbox key_sandbox user-dan gpt-nimbus-preview calls=1.5 requests=1 input=2000 output=900
      completions proj_sandbox key_voice user-eve gpt-4o-audio-preview-2024-12-17 calls=3 requests=1 input=200 input_audio=900 cache_read_audio=100 output=150 output_audio=600
      completions proj_default key_default user-ada gpt-4o-mini-2024-07-18 calls=30 requests=1 input=400 output=150
      completions proj_search key_revised user-ada gpt-4o-2024-08-06 requests=19 input=3800000 fate=four_ten_nine_and_a_half
      completions proj_search key_moved user-ben gpt-5-2025-08-07 requests=12 input=240000 output=60000 fate=moved from=proj_checkout
      completions - - user-dan gpt-4o-mini-2024-07-18 calls=2 requests=1 input=300 output=200
      completions proj_legacy key_legacy user-ben gpt-4o-mini-2024-07-18 calls=3 requests=1 input=600 output=100
      embeddings proj_search key_search user-ada text-embedding-3-small calls=1500 requests=1 input=450
      embeddings proj_docs key_docs user-cyd text-embedding-3-small calls=120 requests=1 input=2000
      embeddings proj_docs key_docs user-cyd text-embedding-3-large calls=40 requests=1 input=2000
      moderations proj_checkout key_checkout user-ben omni-moderation-latest calls=250 requests=1 input=300
      images proj_sandbox key_sandbox user-eve dall-e-3 calls=2 requests=1 images=1 size=1024x1024 source=image.generation
      images proj_sandbox key_sandbox user-eve dall-e-3 calls=0.5 requests=1 images=1 size=1792x1024 source=image.generation
      audio_speeches proj_sandbox key_voice user-eve tts-1 calls=8 requests=1 characters=420
      audio_transcriptions proj_checkout key_checkout user-ben whisper-1 calls=12 requests=1 seconds=75
      vector_stores proj_docs - - - bytes=7516192768
      vector_stores proj_search - - - bytes=2147483648
      code_interpreter_sessions proj_docs - - - calls=3 sessions=1
      file_search_calls proj_docs key_docs user-cyd - calls=30 searches=1 vector_store_id=vs_handbook
      file_search_calls proj_search key_search user-ada - calls=12 searches=1 vector_store_id=vs_faq
      web_search_calls proj_search key_search user-ada gpt-5-2025-08-07 calls=14 requests=1 searches=2 context_level=medium
      web_search_calls proj_docs key_docs_agent user-cyd gpt-5-2025-08-07 calls=3 requests=1 searches=4 context_level=high
      """;

  private OpenAiTraffic() {}

  static List<Traffic> flows() {
    return new TrafficTable(
            Vendor.OPENAI,
            List.of("project_id", "api_key_id", "user_id", "model"),
            Map.of("batch", "false", "service_tier", "default", "api_source", "unlabeled"))
        .read(TABLE);
  }
}
