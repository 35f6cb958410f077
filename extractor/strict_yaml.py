"""YAML from people, read strictly: every mistake is kept with its file, line and key, and reading goes on to find the next.

Nothing is built from the file but texts, lists and mappings; texts are taken as written, so that 12, no and 2026-11-21 are texts too.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 200_000
DEEPEST = 12  # nested lists and mappings


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong with a template. `line` counts from 1; 0 where the whole file is meant."""

    file: str
    line: int
    key: str
    what: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.what}" if self.key else f"{place}: {self.what}"


@dataclass
class StrictYaml:
    """A file's mistakes, and the questions that find them. Nodes are PyYAML's, which know their lines."""

    file: str
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, node: Any, key: str, what: str) -> None:
        self.mistakes.append(Mistake(self.file, node.start_mark.line + 1 if node is not None else 0, key, what))

    def parsed(self, content: bytes) -> Any:
        """The root node, or None: not YAML, too large, too deep, or with anchors (which can blow up, and hide what is meant)."""
        import yaml

        if len(content) > MOST_BYTES:
            self.mistakes.append(Mistake(self.file, 0, "", f"is larger than {MOST_BYTES:,} bytes; is it a template?"))
            return None
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            text = content.decode("utf-8-sig")
            depth = documents = 0
            for event in yaml.parse(text, Loader=loader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
                documents += isinstance(event, yaml.DocumentStartEvent)
                if depth > DEEPEST:
                    self.wrong(event, "", f"more than {DEEPEST} levels deep; is it a template?")
                elif getattr(event, "anchor", None) is not None:
                    self.wrong(event, "", "anchors (&) and aliases (*) are not taken; quote a text that begins so")
                elif documents > 1:
                    self.wrong(event, "", "a second document begins (---); write one template a file")
                else:
                    continue
                return None
            root = yaml.compose(text, Loader=loader)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.mistakes.append(Mistake(self.file, line, "", "is not UTF-8; save the file as UTF-8"))
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
            hint = "check the indentation, and put texts with : # [ ] { } in single quotes"
            self.mistakes.append(Mistake(self.file, mark.line + 1 if mark else 0, "", f"is not YAML: {problem} ({hint})"))
            return None
        if root is None:
            self.mistakes.append(Mistake(self.file, 0, "", "is empty; docs/templates.md shows what a template holds"))
        return root

    def mapping(self, node: Any, key: str, known: Sequence[str] | None = None) -> dict[str, Any] | None:
        """The values of a mapping by key, each key once and, unless `known` is None, one of those."""
        import yaml

        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, key, f"must hold keys and values, not {said(node)}")
            return None
        found: dict[str, Any] = {}
        for key_node, value in node.value:
            inner = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            path = f"{key}.{inner}" if key else inner
            if not inner:
                self.wrong(key_node, key, "a key must be a plain word")
            elif known is not None and inner not in known:
                self.wrong(key_node, path, f"is no key that is known here{suggested(inner, known)}")
            elif inner in found:
                self.wrong(key_node, path, f"stands twice, first in line {found[inner].start_mark.line + 1}; keep one")
            else:
                found[inner] = value
        if not node.value:
            self.wrong(node, key, "is empty; fill it in or leave the key out")
        return found

    def text(self, node: Any, key: str) -> str | None:
        """A text as written (12 and no are texts too); None and a mistake where it is empty or no text."""
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, key, f"must be a text, not {said(node)}")
            return None
        text = str(node.value).strip()
        if not text or (node.tag.endswith(":null") and node.style is None):
            self.wrong(node, key, "is empty; fill it in or leave the key out")
            return None
        return text

    def texts(self, node: Any, key: str) -> tuple[str, ...]:
        """One text, or a list of them."""
        import yaml

        if isinstance(node, yaml.SequenceNode):
            if not node.value:
                self.wrong(node, key, "is an empty list; fill it in or leave the key out")
            found = [self.text(item, f"{key}[{number}]") for number, item in enumerate(node.value)]
        else:
            found = [self.text(node, key)]
        return tuple(text for text in found if text is not None)

    def one_of(self, node: Any, key: str, allowed: Sequence[str]) -> str | None:
        text = self.text(node, key)
        if text is None or text in allowed:
            return text
        self.wrong(node, key, f"{text!r} is none of {', '.join(allowed)}{suggested(text, allowed)}")
        return None


def suggested(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f"; is {near[0]} meant?"
    return f"; known are {', '.join(known)}" if 0 < len(known) <= 12 else ""


def said(node: Any) -> str:
    """What a node is, in words."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "keys and values"
    return f"{node.value!r}" if node.value else "nothing"
