// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.http.JsonClient;
import aispend.provider.AdapterOptions;
import aispend.provider.ProviderSettings;
import aispend.provider.UnusableKeyException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;

/** Finds out by {@code options.folder} where the files of a provider lie. */
public final class Stores {
  /** The options that say where files lie and how to come by them. */
  public static final Set<String> OPTIONS =
      Set.of(
          "folder",
          "signing_region",
          "path_style",
          "tenant_id",
          "client_id",
          "login_url",
          "token_scope",
          "token_url",
          "requests_per_minute");

  /** Which key to create where, whatever the store. */
  public static final String KEY_HINT =
      "a folder of this machine needs no key; "
          + S3Bucket.KEY_HINT
          + "; "
          + AzureContainer.KEY_HINT
          + "; "
          + GoogleBucket.KEY_HINT;

  private static final int REQUESTS_PER_MINUTE = 600;

  private Stores() {}

  /**
   * The store of a provider; it is not asked yet.
   *
   * @throws IllegalArgumentException when an option cannot be used; names it
   * @throws UnusableKeyException when the store needs a key and there is none of its kind
   */
  public static FileStore of(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    String folder = options.text("folder", "");
    if (folder.isEmpty()) {
      throw options.wrong("folder", StoreAddress.FORM);
    }
    JsonClient paced = http.paced(options.pacing(REQUESTS_PER_MINUTE));
    return StoreAddress.isOne(folder)
        ? remote(settings, options, address(options, folder), paced, clock)
        : new LocalFolder(settings.name(), Path.of(folder));
  }

  private static StoreAddress address(AdapterOptions options, String folder) {
    try {
      return StoreAddress.of(folder);
    } catch (IllegalArgumentException e) {
      throw options.wrong("folder", StoreAddress.FORM);
    }
  }

  private static FileStore remote(
      ProviderSettings settings,
      AdapterOptions options,
      StoreAddress address,
      JsonClient http,
      Clock clock) {
    if (settings.key().reveal().isEmpty()) {
      throw new UnusableKeyException(
          "options.folder is "
              + options.text("folder", "")
              + ", which is not read without a key;"
              + " set FOCUS_FILES_KEY, or key_env or key_file; "
              + hint(address));
    }
    Bucket bucket =
        switch (address.kind()) {
          case S3 -> S3Bucket.of(settings, options, address, http, clock);
          case AZ -> AzureContainer.of(settings, options, address, http, clock);
          case GS -> GoogleBucket.of(settings, options, address, http, clock);
        };
    return new ObjectStore(bucket, address.prefix());
  }

  private static String hint(StoreAddress address) {
    return switch (address.kind()) {
      case S3 -> S3Bucket.KEY_HINT;
      case AZ -> AzureContainer.KEY_HINT;
      case GS -> GoogleBucket.KEY_HINT;
    };
  }
}
