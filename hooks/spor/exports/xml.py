"""What the XML formats share: elements with attributes, and a document as text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

#: What XML 1.0 may not hold, not even as a reference.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(parent: ET.Element, tag: str, text: str = "", /, **attributes: str) -> ET.Element:
    """A new child of `parent`; attributes that are empty are left out."""
    filled = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items() if value}
    child = ET.SubElement(parent, tag, filled)
    child.text = _FORBIDDEN.sub("", text) or None
    return child


def document(root: ET.Element) -> str:
    """A document in UTF-8, indented."""
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
