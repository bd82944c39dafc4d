"""Problems as a person mends a file by them."""

from journeysim.model.problem import Place, Problem
from journeysim.render.problems import pointer, problem_line

PROBLEM = Problem(
    Place("refund.yaml", 14, 21), "unknown-name", "no department is named 'finanse'", "did you mean 'finance'?", width=7
)


def test_a_problem_is_one_line_with_place_fact_move_and_code():
    """Place, fact, next move and code, on one line that editors can jump from."""
    assert problem_line(PROBLEM) == (
        "refund.yaml:14:21: error: no department is named 'finanse'; did you mean 'finance'? [unknown-name]"
    )


def test_a_fact_of_two_lines_stays_on_one():
    """One problem is one line, whatever it quotes."""
    assert "\n" not in problem_line(Problem(Place("x.yaml", 1, 1), "odd", "a\nb"))


def test_carets_stand_under_the_wrong_word():
    """The word that is wrong is pointed at, all of it."""
    source = "        then: {ticket: finanse}\n"
    problem = Problem(Place("refund.yaml", 1, source.index("finanse") + 1), "unknown-name", "-", width=7)
    line, carets = pointer(problem, source).splitlines()
    assert line[carets.index("^") :][: carets.count("^")] == "finanse"


def test_carets_stand_right_after_wide_letters_and_tabs():
    """Letters that take two columns move the carets by two; a tab is shown as one blank."""
    source = "\tname: 顧客 x"
    problem = Problem(Place("a.yaml", 1, source.index("x") + 1), "odd", "-")
    line, carets = pointer(problem, source).splitlines()
    assert line == "     name: 顧客 x"
    assert carets.index("^") == line.index("x") + 2


def test_of_a_very_long_line_the_part_about_the_problem_is_shown():
    """A line of a megabyte does not fill the screen."""
    source = "a" * 500_000 + "WRONG" + "b" * 500_000
    line, carets = pointer(Problem(Place("a.yaml", 1, 500_001), "odd", "-", width=5), source).splitlines()
    assert len(line) < 200
    assert line[carets.index("^") :][: carets.count("^")] == "WRONG"


def test_a_problem_of_the_whole_file_points_nowhere():
    """Where there is no column there are no carets."""
    assert pointer(Problem(Place("a.yaml"), "empty-file", "-"), "") == ""


def test_an_escape_in_a_file_does_not_reach_the_terminal():
    """A file cannot paint the screen of who reads about it."""
    assert "\x1b" not in pointer(Problem(Place("a.yaml", 1, 3), "odd", "-"), "a\x1b[31mb")
