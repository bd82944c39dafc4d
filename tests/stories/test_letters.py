"""`journeysim story` tells the five stories: the commands that the page on stories gives, and what is read in them."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "stories.md"
COMMANDS = [
    shlex.split(line)
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("journeysim story ") and "--like" in line
]

READ = {
    ("former_customer_refund", "leaver"): [
        "You will have it within 30 days.",
        "it would not let me in",
        "I have put in a request. It is on its way.",
        "Please phone customer service.",
        "We do not handle refunds. Call customer service.",
        "We only sell. Try customer service, or a store.",
        "It is settled now.",
    ],
    ("cancelled_store_card", "blogger"): [
        "Please ring our card company and ask for a senior manager.",
        "I have never heard of such a team.",
        "The senior manager is not available.",
        "breach of security",
        "The card cannot be reinstated.",
        "gave up",
        "left a voicemail",
        "the senior manager called me",
        "I apologise. We have read the records",
        "It is settled now.",
        "now I shall speak well of them",
    ],
    ("broken_fireplaces", "send another"): [
        "It is out of stock.",
        "The manager checks this one himself, I promise.",
        "Somebody will call you back.",
        "their promise ran out, and nothing had come",
        "We cannot call from here. Please phone us.",
        "Your contract is with the store.",
        "We only sold it. Ask the manufacturer.",
        "I am still waiting.",
    ],
    ("two_weeks_of_silence", "who bought it"): [
        "Please send us the name and the e-mail address of the person who bought it.",
        "wrote of it in public",
        "left a voicemail",
        "I called the service manager back",
        "I am sorry. What would put it right? Take any bag in the shop, free.",
        "It is settled now.",
        "now I shall speak well of them",
    ],
    ("tone_of_the_answer", "kind line upset"): [
        "and I was upset",
        "This is no good at all, is it. Let us see what can be done.",
        "That calmed me at once.",
        "I shall gladly recommend them.",
    ],
    ("tone_of_the_answer", "gruff line upset"): [
        "and I was upset",
        "Shouting will not help.",
        "That stung.",
        "I never complained to anybody; they have lost me.",
    ],
}
"""By scenario and the first word asked for: what its letter says, in this order."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: f"{words[2]}: {words[-1].split(',')[0]}")
def test_the_letter_tells_the_story_in_order(command):
    """Every event that was asked for happens in it, and the words of the story stand in it one after the other."""
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    letter = " ".join(re.sub(r"\[\d+\]", "", done.stdout).split())
    at = 0
    for words in READ[command[2], command[-1].split(",")[0]]:
        assert words in letter[at:], words
        at = letter.index(words, at) + len(words)


def test_every_story_is_told():
    """None of the letters is left out of the page."""
    assert {(words[2], words[-1].split(",")[0]) for words in COMMANDS} == set(READ)
