// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import okio.ByteString;

/**
 * An element of an XML document, as object stores answer. Attributes and prefixes are left out; a
 * document type, and what it could bring along, is refused.
 *
 * @param name without its prefix
 * @param text of its own, not of its children
 */
public record Xml(String name, String text, List<Xml> children) {
  private static final int MAX_DEPTH = 50;

  public Xml {
    requireNonNull(name, "name");
    requireNonNull(text, "text");
    children = List.copyOf(children);
  }

  /** The children of a name, in their order. */
  public List<Xml> all(String child) {
    return children.stream().filter(each -> each.name().equals(child)).toList();
  }

  /** The first child of a name; an empty one where there is none. */
  public Xml at(String child) {
    return all(child).stream().findFirst().orElse(new Xml(child, "", List.of()));
  }

  /** The text of the first child of a name; empty where there is none. */
  public String text(String child) {
    return at(child).text();
  }

  /** Whether bytes begin as a document does. */
  static boolean begins(ByteString bytes) {
    String start = bytes.substring(0, Math.min(bytes.size(), 64)).utf8();
    return start.replace("\uFEFF", "").stripLeading().startsWith("<");
  }

  /**
   * Reads a document.
   *
   * @return its outermost element
   * @throws XMLStreamException when it is none
   */
  public static Xml read(InputStream bytes) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(bytes);
    while (reader.next() != XMLStreamConstants.START_ELEMENT) {
      if (reader.getEventType() == XMLStreamConstants.DTD) {
        throw new XMLStreamException("a document type is not read");
      }
    }
    Xml root = element(reader, 0);
    while (reader.hasNext()) {
      reader.next();
    }
    return root;
  }

  private static Xml element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new XMLStreamException("elements lie deeper than " + MAX_DEPTH);
    }
    String name = reader.getLocalName();
    StringBuilder text = new StringBuilder();
    List<Xml> children = new ArrayList<>();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.isStartElement()) {
        children.add(element(reader, depth + 1));
      } else if (reader.isCharacters()) {
        text.append(reader.getText());
      }
    }
    return new Xml(name, text.toString(), children);
  }
}
