"""A `Journey` as a story: a letter in text, Markdown, HTML or JSON."""

import json
import re
from html import escape
from textwrap import fill
from typing import Any, Literal

from journeysim.model.journey import Journey, Moment
from journeysim.render.letter import CLOSING, GREETING, Letter, letter

StoryForm = Literal["text", "markdown", "html", "json"]
STORY_FORMS: tuple[StoryForm, ...] = ("text", "markdown", "html", "json")

MARK = re.compile(r" \[(\d+)\](?=\W|$)")
UNSEEN = "What the letter does not know"
PLAIN = str.maketrans({"“": '"', "”": '"', "·": "|", "–": "-", "…": "..."})


def as_story(
    journey: Journey,
    form: StoryForm = "text",
    *,
    scenario: str = "",
    variant: str | None = None,
    width: int = 80,
    letters_only: bool = False,
    version: str = "",
) -> str:
    """The journey as the customer would write it down, in one of `STORY_FORMS`; rules and lines are in notes.

    `width` and `letters_only` are of text; `version` of journeysim goes into JSON.
    """
    told = letter(journey, scenario=scenario, variant=variant)
    match form:
        case "text":
            text = _text(told, min(max(width, 40), 80))
            return text.translate(PLAIN) if letters_only else text
        case "markdown":
            return _markdown(told)
        case "html":
            return _html(told)
        case "json":
            return json.dumps(_document(journey, told, version), indent=2, ensure_ascii=False) + "\n"


def _text(told: Letter, width: int) -> str:
    lines = [told.title, told.about, "", told.date.rjust(width), "", f"Subject: {told.subject}", ""]
    lines += [GREETING, ""]
    for paragraph in told.paragraphs:
        lines += [fill(paragraph, width), ""]
    lines += [CLOSING.rjust(width), told.sender.rjust(width)]
    if told.notes:
        lines.append("")
        widest = len(str(len(told.notes)))
        lines += [
            fill(f"[{n:>{widest}}] {note}", width, subsequent_indent=" " * (widest + 3))
            for n, note in enumerate(told.notes, start=1)
        ]
    if told.unseen:
        lines += ["", f"{UNSEEN}:"]
        lines += [fill(f"- {one}", width, initial_indent="  ", subsequent_indent="    ") for one in told.unseen]
    return "\n".join(lines) + "\n"


def _markdown(told: Letter) -> str:
    lines = [f"# {told.title}", "", f"_{told.about}_", "", told.date, "", f"**Subject: {told.subject}**", ""]
    lines += [GREETING, ""]
    for paragraph in told.paragraphs:
        lines += [MARK.sub(r"[^\1]", paragraph), ""]
    lines += [f"{CLOSING}  ", told.sender, ""]
    lines += [f"[^{n}]: {note}" for n, note in enumerate(told.notes, start=1)]
    if told.unseen:
        lines += ["", f"**{UNSEEN}**", "", *(f"- {one}" for one in told.unseen)]
    return "\n".join(lines).rstrip() + "\n"


def _html(told: Letter) -> str:
    def marked(text: str) -> str:
        return MARK.sub(r"<sup>\1</sup>", escape(text, quote=False))

    lines = [f"<h3>{escape(told.title)}</h3>", f"<p><small>{escape(told.about)}</small></p>"]
    lines += [f"<p>{escape(told.date)}</p>", f"<p><b>Subject: {escape(told.subject)}</b></p>", f"<p>{GREETING}</p>"]
    lines += [f"<p>{marked(paragraph)}</p>" for paragraph in told.paragraphs]
    lines += [f"<p>{CLOSING}<br>{escape(told.sender)}</p>"]
    if told.notes:
        lines += ["<small><ol>", *(f"<li>{escape(note)}</li>" for note in told.notes), "</ol></small>"]
    if told.unseen:
        lines += [f"<p><small>{UNSEEN}:</small></p>", "<small><ul>"]
        lines += [*(f"<li>{escape(one)}</li>" for one in told.unseen), "</ul></small>"]
    return "\n".join(lines)


def _document(journey: Journey, told: Letter, version: str) -> dict[str, Any]:
    return {
        "journeysim": version,
        "title": told.title,
        "seed": journey.seed,
        "replication": journey.replication,
        "case": journey.case,
        "number": journey.number,
        "issue": journey.issue,
        "segment": journey.segment,
        "traits": dict(journey.traits),
        "ending": journey.ending,
        "attempts": journey.attempts,
        "contacts": journey.contacts,
        "effort": journey.effort.total_seconds() / 60,
        "longest_silence": journey.longest_silence.total_seconds(),
        "loyalty": None if journey.loyalty is None else journey.loyalty.value,
        "letter": list(told.paragraphs),
        "notes": list(told.notes),
        "unseen": list(told.unseen),
        "moments": [_moment(moment) for moment in journey.moments],
    }


def _moment(moment: Moment) -> dict[str, Any]:
    """A row in words, without what it does not say."""
    outcome = moment.outcome
    said = {
        "at": moment.at.isoformat(timespec="milliseconds"),
        "kind": moment.kind.name.lower().replace("_", " "),
        "channel": None if moment.channel is None else moment.channel.name,
        "department": moment.department,
        "visit": moment.visit,
        "why": None if moment.reason is None else moment.reason.name.lower().replace("_", " "),
        "outcome": None if outcome is None else outcome.verb,
        "rule": None if outcome is None else outcome.rule or None,
        "place": None if outcome is None else outcome.place or None,
        "says": None if outcome is None else outcome.says,
        "until": None if moment.until is None else moment.until.isoformat(timespec="milliseconds"),
        "lasts": None if moment.lasts is None else moment.lasts.total_seconds(),
        "mood": moment.mood,
    }
    return {name: value for name, value in said.items() if value is not None}
