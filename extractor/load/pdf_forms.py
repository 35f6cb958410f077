"""The values of an interactive PDF form (AcroForm)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdfium2.raw as raw

from extractor.document import FormValue
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


def form_values(form: Any, page: Any, number: int, view: View) -> tuple[FormValue, ...]:
    """The filled fields of one page, in the order of the file: a text or choice that is not empty, every check box, the radio button that is on.

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
        value = "true" if raw.FPDFAnnot_IsChecked(form, annotation) else "false"
    elif kind == "radio":
        if not raw.FPDFAnnot_IsChecked(form, annotation):
            return None
        value = _text(raw.FPDFAnnot_GetFormFieldExportValue, form, annotation) or _text(raw.FPDFAnnot_GetFormFieldValue, form, annotation)
    else:
        value = _text(raw.FPDFAnnot_GetFormFieldValue, form, annotation).strip()
    if not value:
        return None
    corners = np.array([[rectangle.left, min(rectangle.bottom, rectangle.top), rectangle.right, max(rectangle.bottom, rectangle.top)]])
    return FormValue(
        name=_text(raw.FPDFAnnot_GetFormFieldName, form, annotation),
        tooltip=_text(raw.FPDFAnnot_GetFormFieldAlternateName, form, annotation),
        kind=kind,
        value=value,
        page=number,
        box=Box(*view.boxes(corners)[0].tolist()).clipped(),
    )


def _text(function: Callable[..., int], form: Any, annotation: Any) -> str:
    length = function(form, annotation, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(form, annotation, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")
