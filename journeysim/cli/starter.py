"""The scenario that `journeysim new` writes: ten lines of the language, each with a word on what it is for."""

STARTER = """\
# A help desk to start from. Run it:  journeysim run {file}
journeysim: 1
name: A help desk
# How long customers keep coming.
run: {{arrivals: 1 week}}
# Who has a need, and what they do: hang up after six minutes or so, and half of them call again.
segments: {{customer: {{patience: {{exponential: 6 min}}, redials: {{chance: 50%, after: 20 min}}}}}}
# What they need, and how often. Rates are means over the whole week, nights included.
issues: {{question: {{raised by: {{customer: 20 per h}}}}}}
# The ways in, and where they lead. A channel may have opening hours and a gate (admits).
channels: {{phone: {{takes: 30 s, reaches: desk}}}}
# Who answers: how many, how long it takes, and what they do; the first rule that holds applies.
departments:
  desk: {{staff: 2, handling: {{lognormal: {{mean: 5 min, cv: 0.8}}}}, rules: {{answer: {{then: {{resolve: now}}}}}}}}
# The process that you would rather have. Run it:  journeysim run {file} --variant "one more"
variants: {{one more: {{change: {{departments: {{desk: {{staff: 3}}}}}}}}}}
# What you expect. Check it:  journeysim run {file} --check
expect: {{most are served: {{resolved: {{at least: 80%}}}}}}
"""


def starter(file: str) -> str:
    """The text of the scenario, for the file that it will be."""
    return STARTER.format(file=f'"{file}"' if " " in file else file)
