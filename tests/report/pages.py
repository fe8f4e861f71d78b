"""A report read back as a browser reads it: what stands where, and what is amiss with the markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "img", "br", "col", "path", "circle", "rect", "use", "link"})


@dataclass
class Element:
    """An element with the text in it; ``above`` are the elements around it, the outermost first."""

    tag: str
    attributes: dict[str, str]
    above: tuple[Element, ...]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.pieces)).strip()

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class Page(HTMLParser):
    """Reads a page; fails where an element is closed that is not open."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[tuple[str, tuple[Element, ...]]] = []
        self._open: list[Element] = []
        self.feed(markup)
        self.close()
        assert [element.tag for element in self._open] == [], "left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open, f"</{tag}> closes nothing"
            assert self._open.pop().tag == tag, f"</{tag}> closes another"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.pieces.append(data)
        if data.strip():
            self.texts.append((data.strip(), tuple(self._open)))

    def of(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def section(self, heading: str) -> str:
        """Give the words from one heading of the second rank to the next, tables and all."""
        inside, found = False, []
        for words, around in self.texts:
            if around and around[-1].tag == "h2":
                inside = words == heading
            elif inside:
                found.append(words)
        assert found, f"nothing under {heading!r}"
        return re.sub(r"\s+", " ", " ".join(found))
