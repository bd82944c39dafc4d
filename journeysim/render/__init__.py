"""Nouns into words, tables and files. Computes no figure.

A form of the answer is imported where it is asked for: only text needs a terminal library, only tables need columns.
"""

from collections.abc import Sequence
from typing import Literal

from journeysim.model.proof import Proof
from journeysim.model.report import Report

Form = Literal["text", "json", "markdown", "html"]
FORMS: tuple[Form, ...] = ("text", "json", "markdown", "html")


def render(report: Report, form: Form = "text", *, width: int = 80, version: str = "") -> str:
    """The answer in one of `FORMS`, as text. `width` is of text, in columns; `version` of journeysim goes into JSON.

    Raises `ValueError` for another form.
    """
    if form not in FORMS:
        raise ValueError(f"no form is called {form!r}; there are {', '.join(FORMS)}")
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


ProofForm = Literal["text", "json", "markdown", "sarif", "mermaid"]
PROOF_FORMS: tuple[ProofForm, ...] = ("text", "json", "markdown", "sarif", "mermaid")


def proofs_as(proofs: Sequence[Proof], form: ProofForm, *, width: int = 80, version: str = "") -> str:
    """Proofs in one of `PROOF_FORMS`, as text: one after the other, or as one document where the form has one."""
    match form:
        case "text":
            from journeysim.render.proof_text import proof_as_text

            return "\n".join(proof_as_text(proof, width=width) for proof in proofs)
        case "markdown":
            from journeysim.render.proof_text import proof_as_markdown

            return "\n".join(map(proof_as_markdown, proofs))
        case "json":
            from journeysim.render.proof_json import proofs_as_json

            return proofs_as_json(proofs, version=version)
        case "sarif":
            from journeysim.render.sarif import proofs_as_sarif

            return proofs_as_sarif(proofs, version=version)
        case "mermaid":
            from journeysim.render.proof_mermaid import proofs_as_mermaid

            return proofs_as_mermaid(proofs)


__all__ = ["FORMS", "PROOF_FORMS", "Form", "ProofForm", "proofs_as", "render"]
