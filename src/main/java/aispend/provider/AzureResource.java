// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Locale.ROOT;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an Azure resource, whose case Azure itself does not keep: {@code
 * /subscriptions/S/resourceGroups/RG/providers/Microsoft.CognitiveServices/accounts/NAME}. The
 * subscription is the account, {@code rg/name} the project; together they are the whole id again.
 */
final class AzureResource {
  private static final Pattern ID =
      Pattern.compile("/subscriptions/([^/]+)/resourcegroups/([^/]+)/providers/(.+)");

  private static final String AI_ACCOUNT = "microsoft.cognitiveservices/accounts/";

  private AzureResource() {}

  static boolean isOne(String id) {
    return ID.matcher(id.toLowerCase(ROOT)).matches();
  }

  /** The dimensions with a resource's; another id is the project as it stands. */
  static Dimensions with(Dimensions dimensions, String id) {
    String lower = id.toLowerCase(ROOT);
    Matcher parts = ID.matcher(lower);
    if (!parts.matches()) {
      return dimensions.with(Dimension.PROJECT, lower);
    }
    String resource = parts.group(3);
    String name =
        resource.startsWith(AI_ACCOUNT) ? resource.substring(AI_ACCOUNT.length()) : resource;
    return dimensions
        .with(Dimension.ACCOUNT, parts.group(1))
        .with(Dimension.PROJECT, parts.group(2) + "/" + name);
  }
}
