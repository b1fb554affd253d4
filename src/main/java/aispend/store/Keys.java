// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import okhttp3.HttpUrl;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The keys of objects in URLs, with all but letters, digits and {@code -._~} encoded, as signatures
 * need them.
 */
final class Keys {
  private Keys() {}

  /** A key as a path, whose parts stay parts. */
  static HttpUrl.Builder path(HttpUrl base, String key) {
    return base.newBuilder().addEncodedPathSegments(SdkHttpUtils.urlEncodeIgnoreSlashes(key));
  }

  /** A key as one part of a path. */
  static HttpUrl.Builder part(HttpUrl.Builder base, String key) {
    return base.addEncodedPathSegment(SdkHttpUtils.urlEncode(key));
  }
}
