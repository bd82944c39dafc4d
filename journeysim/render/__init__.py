"""Nouns into words, tables and files. Computes no figure.

A form of the answer is imported where it is asked for: only text needs a terminal library, only tables need columns.
"""

from typing import Literal

from journeysim.model.report import Report

Form = Literal["text", "json", "markdown", "html"]
FORMS: tuple[Form, ...] = ("text", "json", "markdown", "html")


def render(report: Report, form: Form = "text", *, width: int = 80, version: str = "") -> str:
    """The answer in one of `FORMS`, as text. `width` is of text, in columns; `version` of journeysim goes into JSON."""
    match form:
        case "text":
            from journeysim.render.text import as_text

            return as_text(report, width=width)
        case "json":
            from journeysim.render.as_json import as_json

            return as_json(report, version=version)
        case "markdown":
            from journeysim.render.markdown import as_markdown

            return as_markdown(report)
        case "html":
            from journeysim.render.html import as_html

            return as_html(report)


__all__ = ["FORMS", "Form", "render"]
