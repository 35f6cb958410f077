"""The values of an interactive PDF form (AcroForm)."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from extractor.document import FormValue, Word
from extractor.geometry import Box
from extractor.load.pdfium import View

_KINDS = {
    raw.FPDF_FORMFIELD_TEXTFIELD: "text",
    raw.FPDF_FORMFIELD_CHECKBOX: "checkbox",
    raw.FPDF_FORMFIELD_RADIOBUTTON: "radio",
    raw.FPDF_FORMFIELD_COMBOBOX: "choice",
    raw.FPDF_FORMFIELD_LISTBOX: "choice",
}
_LONGEST = 1 << 20  # bytes of one text
_MOST_ANNOTATIONS = 10_000
_UNSEEN = 2 | 32  # hidden, no view: annotation flags, ISO 32000-1, table 165


def form_values(form: Any, page: Any, number: int, view: View) -> tuple[FormValue, ...]:
    """The filled fields of one page, in the order of the file.

    A text or choice that is not empty, every check box, the radio button that is on.
    `form` is the form environment. Call with the pdfium lock held.
    """
    found: list[FormValue] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            value = _value(form, annotation, number, view)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
        if value is not None:
            found.append(value)
    return tuple(found)


def _value(form: Any, annotation: Any, number: int, view: View) -> FormValue | None:
    if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET:
        return None
    kind = _KINDS.get(raw.FPDFAnnot_GetFormFieldType(form, annotation))
    rectangle = raw.FS_RECTF()
    if kind is None or not raw.FPDFAnnot_GetRect(annotation, rectangle):
        return None
    if kind == "checkbox":
        value = "true" if _is_on(form, annotation) else "false"
    elif kind == "radio":
        if not _is_on(form, annotation):
            return None
        value = _text(raw.FPDFAnnot_GetFormFieldExportValue, form, annotation) or _text(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    else:
        value = _text(raw.FPDFAnnot_GetFormFieldValue, form, annotation).strip()
    if not value:
        return None
    return FormValue(
        name=_text(raw.FPDFAnnot_GetFormFieldName, form, annotation),
        tooltip=_text(raw.FPDFAnnot_GetFormFieldAlternateName, form, annotation),
        kind=kind,
        value=value,
        page=number,
        box=_box(rectangle, view),
    )


def _is_on(form: Any, annotation: Any) -> bool:
    """Whether the button shows its mark: by the appearance that is drawn, since form and drawing may disagree."""
    state = _entry(annotation, b"AS")
    return state != "Off" if state else bool(raw.FPDFAnnot_IsChecked(form, annotation))


def free_texts(page: Any, view: View) -> list[Word]:
    """The words of typed notes that carry no drawing of their own: spread over the note's lines, as a viewer sets them.

    Call with the pdfium lock held.
    """
    words: list[Word] = []
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            wanted = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_FREETEXT and not raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN
            if wanted and raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) <= 2:
                rectangle = raw.FS_RECTF()
                if raw.FPDFAnnot_GetRect(annotation, rectangle):
                    words.extend(_spread(_entry(annotation, b"Contents"), _box(rectangle, view)))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return words


def _spread(text: str, box: Box) -> Iterator[Word]:
    lines = [line for line in text.splitlines() if line.strip()][:200]
    longest = max((len(line) for line in lines), default=0)
    for row, line in enumerate(lines):
        top = box.top + box.height * row / len(lines)
        for match in re.finditer(r"\S+", line):
            left, right = (box.left + box.width * at / longest for at in match.span())
            yield Word(match[0], Box(left, top, right, top + box.height / len(lines)))


def _box(rectangle: Any, view: View) -> Box:
    corners = np.array([[rectangle.left, min(rectangle.bottom, rectangle.top), rectangle.right, max(rectangle.bottom, rectangle.top)]])
    return Box(*view.boxes(corners)[0].tolist()).clipped()


def _entry(annotation: Any, key: bytes) -> str:
    """A text or name in the annotation's dictionary."""
    length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def _text(function: Callable[..., int], form: Any, annotation: Any) -> str:
    length = function(form, annotation, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(form, annotation, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")
