// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Azure Blob Storage, whatever the credential. */
abstract class AzureKit extends StoreContract {
  @Override
  String scheme() {
    return "az";
  }

  @Override
  boolean isList(RecordedRequest request) {
    return "list".equals(request.getUrl().queryParameter("comp"))
        && "container".equals(request.getUrl().queryParameter("restype"));
  }

  @Override
  String asked(RecordedRequest request) {
    return String.join("/", request.getUrl().pathSegments()).substring("bills/".length());
  }

  @Override
  boolean asks(RecordedRequest request, Kept kept) {
    return ("\"" + kept.tag() + "\"").equals(request.getHeaders().get("If-Match"));
  }

  /** With the mark that Azure begins its documents with, and tags without quotes. */
  @Override
  String list(Map<String, Kept> page, @Nullable String next) {
    StringBuilder text =
        new StringBuilder(
            "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults"
                + " ContainerName=\"bills\"><Blobs><Blob><Name>focus/2026</Name><Properties>"
                + "<ResourceType>directory</ResourceType></Properties></Blob>");
    page.forEach(
        (key, kept) ->
            text.append("<Blob><Name>")
                .append(key.replace("&", "&amp;"))
                .append("</Name><Properties><Last-Modified>Sun, 22 Nov 2026 11:00:00 GMT")
                .append("</Last-Modified><Etag>")
                .append(kept.tag())
                .append("</Etag><Content-Length>")
                .append(kept.bytes().size())
                .append("</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>"));
    return text.append("</Blobs><NextMarker>")
        .append(next == null ? "" : next.replace("&", "&amp;"))
        .append("</NextMarker></EnumerationResults>")
        .toString();
  }

  @Override
  String cursorParameter() {
    return "marker";
  }

  @Override
  MockResponse refusal() {
    return new MockResponse.Builder()
        .code(403)
        .body(
            "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error>"
                + "<Code>AuthorizationPermissionMismatch</Code>"
                + "<Message>the reason</Message></Error>")
        .build();
  }
}
