"""How a customer says that they try a channel, by why they do."""

from collections.abc import Mapping

from journeysim.model.log import Why

TRIES: Mapping[Why, tuple[str, ...]] = {
    Why.OWN: ("I tried {}", "I turned to {}", "I gave {} a try"),
    Why.REFERRED: ("as I had been told, I tried {}", "I followed their advice and tried {}", "off I went to {}"),
    Why.REDIAL: ("I tried {}",),
    Why.CHASE: ("I had {late}, so I tried {}", "having {late}, I tried {}"),
    Why.ESCALATES: ("I had had enough, and tried {}",),
    Why.RETURNED: (),
}
WRITES: Mapping[Why, tuple[str, ...]] = {
    Why.OWN: ("I wrote to them by {}", "I sent them a message by {}"),
    Why.REFERRED: ("as I had been told, I wrote to them by {}",),
    Why.REDIAL: ("I wrote to them by {}",),
    Why.CHASE: ("I had {late}, so I wrote to them by {}", "having {late}, I wrote to them by {}"),
    Why.ESCALATES: ("I had had enough, and wrote to them by {}",),
    Why.RETURNED: (),
}
PUBLISHES: Mapping[Why, tuple[str, ...]] = {
    Why.OWN: ("I wrote of it in public, by {}",),
    Why.REFERRED: ("as I had been told, I wrote of it in public, by {}",),
    Why.REDIAL: ("I wrote of it in public, by {}",),
    Why.CHASE: ("I had {late}, so I wrote of it in public, by {}",),
    Why.ESCALATES: ("I had had enough, and wrote of it in public, by {}",),
    Why.RETURNED: (),
}
"""How an attempt begins, by why it is made: by a live channel, with a message, or with a public one.

A voicemail that is returned has words of its own."""
