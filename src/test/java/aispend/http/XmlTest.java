// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XmlTest {
  private static Xml read(String text) throws XMLStreamException {
    return Xml.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  @Test
  void document_isReadByNameWithoutPrefixes() throws Exception {
    Xml list =
        read(
            "\uFEFF<?xml version=\"1.0\"?><!-- a list --><s:list xmlns:s=\"urn:s\"><s:a>1 &amp; 2</s:a>"
                + "<s:a><![CDATA[<3>]]></s:a><b/></s:list>");

    assertThat(list.name()).isEqualTo("list");
    assertThat(list.all("a")).extracting(Xml::text).containsExactly("1 & 2", "<3>");
    assertThat(list.text("b")).isEmpty();
    assertThat(list.at("nonesuch").text("either")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>"
      })
  void whatIsNoDocument_isRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(XMLStreamException.class);
  }

  @Test
  void endlessDepth_isRefused() {
    assertThatThrownBy(() -> read("<a>".repeat(10_000)))
        .isInstanceOf(XMLStreamException.class)
        .hasMessageContaining("deeper");
  }
}
