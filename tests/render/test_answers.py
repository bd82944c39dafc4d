"""One report, laid out for people and for programs."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from journeysim.model.figures import FIGURES
from journeysim.model.report import DeadEnd, Figure
from journeysim.render import FORMS, render
from journeysim.render.as_json import as_json
from journeysim.render.text import as_text


def test_the_text_answer_leads_with_what_matters(report):
    """Ends, the worst dead end, the commonest loop and the time come first, then the tables."""
    text = as_text(report)
    parts = ["How it ended", "Worst dead end", "Commonest loop", "Time to resolution", "Segments", "Departments"]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert text.splitlines()[:8] == [
        "Refund after leaving · exception path",
        "30 replications, 18 042 customers, seed 7; ± is half a 95% interval",
        "",
        "How it ended, as shares of all customers",
        "  resolved    86.1% ±0.6  █████████████████████████████▎",
        "  dead end    12.5% ±0.4  ████▎",
        "  gave up      1.4% ±0.2  ▌",
        "  unresolved     0%",
    ]


def test_the_worst_dead_end_is_told_in_one_sentence_with_its_lines(report):
    """Who, where, how often, how often for good, and the gates and rules that lead there."""
    text = " ".join(as_text(report, width=100).split())
    assert (
        "leaver with refund runs dry at store, 96.1 ±4.0 times a run, 71.2 ±3.1 of them for good: "
        "gate of hotline (line 45), care: not on file (line 57)" in text
    )


def test_a_round_of_about_one_attempt_is_one_of_one_attempt(report):
    """The number is told as it is rounded."""
    told = as_text(replace(report, loops=(replace(report.loops[1], length=1.0004, cases=report.loops[0].cases),)))
    assert "1 attempt a round" in " ".join(told.split())


def test_places_in_several_files_keep_their_files(report):
    """A line number alone would not say which file."""
    ends = DeadEnd(
        "store", "leaver", "refund", ("a (x.yaml:1)", "b (y.yaml:2)"), Figure(9, 9, 9, 3), Figure(9, 9, 9, 3)
    )
    text = " ".join(as_text(replace(report, dead_ends=(ends,)), width=100).split())
    assert "a (x.yaml:1), b (y.yaml:2)" in text


def test_expectations_show_how_they_fared(report):
    """Kept ones are brief; the others say what was wanted."""
    text = as_text(report, width=100)
    assert "✓ subscribers are served at once: 98.0% ±0.1\n" in text
    assert "? about sixty days: 61.4 days ±1.3, which does not decide: time_to_resolution_median" in text
    assert "✗ nobody waits long: 12.0% ±0.4, but expected: dead_end at most 1%" in text


def test_several_expectations_say_that_their_intervals_are_wider(report):
    """The same figure has two intervals, one alone and one among others; the reader is told why."""
    said = "± so wide that all of them hold together, at 95%"
    for form in ("text", "markdown", "html"):
        assert said in render(report, form)
    assert said not in as_text(replace(report, expectations=report.expectations[:1]))


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("letters_only", [False, True])
def test_no_line_is_wider_than_the_screen(report, nothing, width, letters_only):
    """Nothing is cut and nothing hangs over."""
    for one in (report, nothing):
        lines = as_text(one, width=width, letters_only=letters_only).splitlines()
        assert max(map(len, lines)) <= width
        assert all(line == line.rstrip() for line in lines)
        assert not any("…" in line for line in lines)


def test_a_wide_screen_is_not_filled(report):
    """Long lines are hard to read."""
    assert max(map(len, as_text(report, width=400).splitlines())) <= 100


def test_an_answer_in_letters_only_is_ascii(report):
    """What a terminal of letters cannot show is said in letters."""
    assert as_text(report, letters_only=True).isascii()


def test_colours_change_nothing_but_colours(report):
    """Colour is for eyes only: without the escapes the text is the same."""
    import re

    coloured = as_text(report, colour=True)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == as_text(report).splitlines()


def test_many_segments_stand_in_blocks_below_each_other(report):
    """Twelve segments are all shown, on a screen that holds three."""
    many = {f"segment number {number}": report.segments["leaver"] for number in range(12)}
    text = as_text(replace(report, segments=many))
    assert max(map(len, text.splitlines())) <= 80
    assert all(name in text for name in many)


def test_markup_in_names_stays_text(report):
    """Brackets and signs of a scenario's author mean nothing to the layout."""
    hostile = "[bold]a[/bold] :smile: <b>x</b> $y$ | `z` *"
    odd = replace(report, scenario=hostile, segments={hostile: report.segments["leaver"]})
    assert "[bold]a[/bold] :smile: <b>x</b> $y$ | `z` *" in as_text(odd, width=100)
    assert "<b>x" not in render(odd, "html")
    assert "\\<b\\>x" in render(odd, "markdown")
    assert all(row.count(" | ") >= 1 for row in render(odd, "markdown").splitlines() if row.startswith("| "))


def test_a_report_of_nothing_can_be_shown_in_every_form(nothing):
    """Nobody came: every form still answers."""
    assert all(render(nothing, form) for form in FORMS)
    assert "nobody went in a circle" in as_text(nothing)


def test_markdown_has_whole_tables(report):
    """Every row of a table has as many cells as its header."""
    blocks = [block.splitlines() for block in render(report, "markdown").split("\n\n") if block.startswith("|")]
    assert len(blocks) == 5
    for block in blocks:
        assert len({row.replace("\\|", "").count("|") for row in block}) == 1


def test_html_is_well_formed(report):
    """Every tag that opens closes, in order."""

    class Tags(HTMLParser):
        stack: tuple[str, ...] = ()

        def handle_starttag(self, tag, attrs):
            self.stack += (tag,)

        def handle_endtag(self, tag):
            assert self.stack[-1] == tag
            self.stack = self.stack[:-1]

    tags = Tags()
    tags.feed(render(report, "html"))
    assert tags.stack == ()


def test_json_has_every_figure_by_its_name(report):
    """Programs find each figure with its interval and number of replications."""
    document = json.loads(as_json(report, version="0.1.0"))
    assert document["segments"]["leaver"]["attempts"] == {"value": 8.2, "low": 8.1, "high": 8.299999999999999, "n": 30}
    assert list(document["all"])[: len(report.all)] == list(report.all)
    assert document["departments"]["finance"]["service_level"] == {"value": None, "low": None, "high": None, "n": 0}
    assert document["loops"][0]["signature"] == ["hotline", "chat", "store"]
    assert document["dead_ends"][0]["final"]["value"] == 71.2
    assert [kept["verdict"] for kept in document["expectations"]] == ["kept", "undecided", "broken"]
    assert list(document)[:8] == [
        "journeysim",
        "scenario",
        "variant",
        "about",
        "currency",
        "seed",
        "replications",
        "cases",
    ]


def test_json_has_the_same_figures_for_every_scenario(report):
    """A figure that is not there, since nothing has a price or moods are not spoken of, is null."""
    document = json.loads(as_json(report, version="1.0"))
    known = {figure.name for figure in FIGURES if figure.scope == "cases"}
    for figures in (document["all"], *document["segments"].values(), *document["issues"].values()):
        assert known <= set(figures)
    assert "cost" not in report.all
    assert document["all"]["cost"] == {"value": None, "low": None, "high": None, "n": 0}


def test_json_knows_no_infinity(report):
    """A figure without end is null, which every program can read."""
    endless = replace(report, all={"longest_silence": Figure(float("inf"), float("nan"), None, 2)})
    found = json.loads(as_json(endless, version="0"), parse_constant=lambda word: pytest.fail(f"{word} in JSON"))
    assert found["all"]["longest_silence"] == {"value": None, "low": None, "high": None, "n": 2}


def test_moods_stand_side_by_side_where_the_scenario_speaks_of_them(report):
    """With a sign below zero; who will leave and who will recommend as shares."""
    assert "mood" not in as_text(report)
    figures = {
        "mood": Figure(-0.25, -0.27, -0.23, 30),
        "churned": Figure(0.3, 0.29, 0.31, 30),
        "promoters": Figure(0.1, 0.1, 0.1, 30),
    }
    text = as_text(replace(report, segments={"leaver": report.segments["leaver"] | figures}), width=100)
    lines = {line.strip().partition("  ")[0]: line.split()[1:] for line in text.splitlines() if line.startswith("  ")}
    assert lines["mood"] == ["-0.25", "±0.02"]
    assert lines["will leave"][-2:] == ["30.0%", "±1.0"]
    assert lines["will recommend"][-1] == "10%"
