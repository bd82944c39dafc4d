"""Who writes the letter: keeps the page, the day last spoken of, and the words used already."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from journeysim.model.journey import Journey, Moment
from journeysim.model.log import Came, Kind, OutcomeInfo
from journeysim.render.spoken import NUMBERS, day, days, listed, part_of_day, span, the, times

WORDY = 45
"""Words after which a new day begins a new paragraph."""

LONG_GAP = dt.timedelta(days=14)
"""A pause that begins a new paragraph however short the last one is."""

A_WHILE = dt.timedelta(minutes=30)
"""A pause within a day that is worth a word."""


class Narrator:
    """Writes down what is told, and varies it.

    `begun` is a sentence that waits for its end: an attempt that is under way. Notes are numbered from 1 in the text;
    `unseen` is what the customer never learnt. `heard` is when and from which outcome they last heard something,
    `until` the day that they were told with it; `kept` is when a promise was last kept, `stuck` when they were last in
    a dead end. `answered` are the visits of their own in which they spoke to somebody or had an answer. `mood` is what
    they feel, `lowest` the least of what the page speaks of.
    """

    def __init__(self, journey: Journey) -> None:
        """Begin with an empty page."""
        self.paragraphs: list[list[str]] = [[]]
        self.notes: list[str] = []
        self.unseen: list[str] = []
        self.begun = ""
        self.begun_at = journey.horizon
        self.counts = False
        self.lasts = dt.timedelta()
        self.last: dt.datetime | None = None
        self.heard: tuple[dt.datetime, OutcomeInfo] | None = None
        self.until: dt.datetime | None = None
        self.arose = journey.moments[0].at
        self.resolved = {moment.at for moment in journey.moments if moment.kind is Kind.RESOLVES}
        self.joined: dict[int | None, Moment] = {
            moment.visit: moment for moment in journey.moments if moment.kind is Kind.JOINS and moment.visit is not None
        }
        self.told = {moment.at for moment in journey.moments if moment.kind is Kind.TOLD}
        self.informed = {moment.at for moment in journey.moments if moment.kind is Kind.INFORMED}
        done = [(moment.at, moment.outcome.verb) for moment in journey.moments if moment.outcome is not None]
        self.to_be_called = {at for at, verb in done if verb == "call"}
        self.in_hand = {at for at, verb in done if verb in ("ticket", "promise")}
        self.reopened = {moment.at for moment in journey.moments if moment.kind is Kind.REOPENS}
        self.kept: dt.datetime | None = None
        self.stuck: dt.datetime | None = None
        self.answered: set[int | None] = set()
        self.asked: dt.datetime | None = None
        self.mood: float | None = None
        self.lowest: float | None = None
        self.thought: tuple[dt.datetime, str] | None = None
        self.told_thoughts: list[str] = []
        self.tried: Counter[str] = Counter()
        self.used: Counter[str] = Counter()
        self.quoted: set[str] = set()

    def is_theirs(self, moment: Moment) -> bool:
        """Whether the visit of this row is a conversation that the customer is in."""
        joined = self.joined.get(moment.visit)
        if joined is None or joined.channel is None or joined.channel.kind != "live":
            return False
        return joined.reason in (Came.CUSTOMER, Came.TRANSFER)

    def is_message(self, moment: Moment) -> bool:
        """Whether the visit of this row is a message of the customer."""
        return moment.channel is not None and moment.channel.kind == "message"

    def hears(self, at: dt.datetime, outcome: OutcomeInfo) -> None:
        """The customer hears something; what they were told before counts no more."""
        self.heard, self.until = (at, outcome), None

    def waits_for_an_answer(self) -> bool:
        """Whether nothing was heard since the last message."""
        return self.asked is not None and (self.heard is None or self.heard[0] < self.asked)

    def hears_now(self, at: dt.datetime) -> bool:
        """Whether this is a moment at which the customer hears something."""
        return self.heard is not None and self.heard[0] == at

    # --- sentences ---

    def say(self, sentence: str) -> None:
        """One more sentence, as it stands."""
        self.pause()
        self._put(sentence)

    def say_on(self, at: dt.datetime, sentence: str) -> None:
        """One more sentence, which opens with the day where it is a new one."""
        self.pause()
        self._put(sentence, self._opening(at))

    def go_on(self, sentence: str) -> None:
        """One more sentence of the same breath, before what was thought of it."""
        self.finish()
        self.paragraphs[-1].append(sentence)

    def say_that_day(self, at: dt.datetime, sentence: str) -> None:
        """One more sentence, with the day where it is a new one, and without the hour where it is not."""
        self.pause()
        if self.last is not None and self.last.date() == at.date():
            self.say(sentence)
        else:
            self.say_on(at, sentence)

    def think(self, at: dt.datetime, sentence: str) -> None:
        """A thought of this moment, told once the page has come to its day; a newer one takes its place."""
        self.thought = (at, sentence)

    def begin(self, at: dt.datetime, sentence: str, *, counts: bool = False) -> None:
        """The first half of a sentence, whose end is still to come; one that `counts` days says so itself."""
        self.pause()
        self.begun, self.begun_at, self.counts = sentence, at, counts

    def finish(self, end: str = ".") -> None:
        """The end of the sentence that waits, where one does."""
        if not self.begun:
            return
        sentence, self.begun = self.begun, ""
        opening = self._opening(self.begun_at)
        self.counts = False
        self._put(sentence + end, opening)

    def pause(self) -> None:
        """The end of what was to be said of a moment: what was thought of it comes now."""
        self.finish()
        if self.thought is not None and self.last is not None and self.thought[0].date() <= self.last.date():
            nothing_between = self.told_thoughts and self.paragraphs[-1][-1:] == self.told_thoughts[-1:]
            if nothing_between:
                self.paragraphs[-1].pop()
            self.paragraphs[-1].append(self.thought[1])
            self.told_thoughts.append(self.thought[1])
            self.thought = None

    def _put(self, sentence: str, opening: str = "") -> None:
        """A sentence on the page, after an opening that names its day."""
        if opening:
            own = sentence.startswith("I ")
            sentence = f"{opening}{'' if own or opening.endswith(',') else ','} {sentence}"
        self.paragraphs[-1].append(sentence[0].upper() + sentence[1:])

    def new_paragraph(self) -> None:
        """What follows stands in a paragraph of its own."""
        self.pause()
        self._paragraph()

    def _paragraph(self) -> None:
        if self.paragraphs[-1]:
            self.paragraphs.append([])

    def _opening(self, at: dt.datetime) -> str:
        """How a sentence about this moment begins; empty on the day last spoken of. May begin a paragraph."""
        last, self.last = self.last, at
        if last is None:
            return ""
        passed = (at.date() - last.date()).days
        if not passed:
            return self._later(last, at) if at - last >= A_WHILE else ""
        if at - last >= LONG_GAP or sum(len(said.split()) for said in self.paragraphs[-1]) > WORDY:
            self._paragraph()
        date = day(at.date(), year=at.year != last.year)
        if passed == 1:
            return self.one_of("next day", f"The next day, {date},", f"On {date}, a day later,")
        if self.counts:
            return f"On {date}"
        after = f"On {date}, {days(passed)} after that,"
        later = f"{days(passed).capitalize()} later, on {date}," if passed < len(NUMBERS) else after
        return self.one_of("days later", f"On {date}", later, after)

    def _later(self, last: dt.datetime, at: dt.datetime) -> str:
        """How a sentence begins some time later on the same day."""
        part = part_of_day(at)
        if part == part_of_day(last):
            return self.one_of("later", "Later that day,", "The same day,")
        return "In the morning," if part == "morning" else f"That {part},"

    def one_of(self, what: str, *ways: str) -> str:
        """The next of several ways to say `what`, one after the other."""
        self.used[what] += 1
        return ways[(self.used[what] - 1) % len(ways)]

    # --- notes ---

    def note(self, text: str) -> str:
        """A mark for a note below; the same note has one number."""
        if text not in self.notes:
            self.notes.append(text)
        return f" [{self.notes.index(text) + 1}]"

    def note_of(self, outcome: OutcomeInfo) -> str:
        """A mark for the rule and line of an outcome."""
        return self.note(rule(outcome))

    def behind(self, at: dt.datetime, sentence: str) -> None:
        """Something that the customer never saw."""
        self.unseen.append(f"{day(at.date(), year=True)}: {sentence}")

    def quote(self, outcome: OutcomeInfo) -> str:
        """What was said, in quotation marks, with its note; told that it is the same where it was heard before."""
        says = outcome.says or ""
        same = ""
        if says in self.quoted:
            same = self.one_of("same", "the same words again, ", "once more, ", "word for word as before, ")
        self.quoted.add(says)
        end = "" if says.endswith((".", "!", "?", "…")) else "."
        return f"{same}“{says}”{self.note_of(outcome)}{end}"

    # --- rounds ---

    @contextmanager
    def without_a_word(self) -> Iterator[None]:
        """What is told meanwhile is known afterwards, but the page is as it was."""
        self.pause()
        page = [list(sentences) for sentences in self.paragraphs]
        last, lowest, used = self.last, self.lowest, Counter(self.used)
        yield
        self.begun, self.thought = "", None
        self.paragraphs, self.last, self.lowest, self.used = page, last, lowest, used

    def the_same_again(self, told: Sequence[Moment], attempts: Sequence[Moment]) -> None:
        """What was told just now happened again; `attempts` are those made in it."""
        channels = [moment.channel for moment in told if moment.kind is Kind.ATTEMPT and moment.channel]
        often = len(attempts) // len(channels)
        dates = list(dict.fromkeys(attempt.at.date() for attempt in attempts[:: len(channels)]))
        last, self.last = self.last, attempts[-1].at
        if last is not None and dates == [last.date()]:
            when = "that same day"
        elif len(dates) <= 3:
            when = f"on {listed([day(date) for date in dates])}"
        else:
            when = f"up to {day(attempts[-1].at.date())}"
        names = [the(channel.name) for channel in channels]
        if len(names) > 1:
            what = f"I went the same round, {listed(names)},"
        else:
            what = f"I wrote by {channels[0].name}" if channels[0].kind == "message" else f"I tried {names[0]}"
        each = self.one_of("each", "it ended the same way each time", "it was the same each time")
        self.say(f"{what} {times(often)} more, {when}; {'it ended the same way' if often == 1 else each}.")


def rule(outcome: OutcomeInfo) -> str:
    """The rule, or the watchdog, and the line of an outcome."""
    if outcome.verb == "watchdog":
        who = f"watchdog “{outcome.rule}”"
    else:
        who = f"{outcome.department}, rule “{outcome.rule}”" if outcome.rule else "what the case began with"
    return f"{who} ({outcome.place})"


def waited(length: dt.timedelta) -> str:
    """A wait in words; empty where it is not worth one."""
    return span(length) if length >= dt.timedelta(minutes=1) else ""
