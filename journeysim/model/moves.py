"""The moves of a process: from a node, all that customer, company and chance can do next.

This is what the engine does with a clock and dice, said once more without. `unfold` asks these functions too.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from journeysim.model.graph import NOT_FOUND, UNNOTICED, Act, Branch, Label, Move, Mover, Node, Position
from journeysim.model.log import Came
from journeysim.model.process import NONE, Context, Does, Item, OutcomeNode, Process, Stage, State, Subject
from journeysim.model.scenario import Promise, Resolve, Ticket, Transfer


def first_nodes(process: Process, population: int) -> Iterator[tuple[float, Node]]:
    """(chance, node) of every way in which a case of a population may begin, after what the issue begins with."""
    begins = process.begins_with[population]
    for chance, traits in draws(process, population):
        node = Node(process.begun(traits))
        if begins == NONE:
            yield chance, node
        else:
            for share, after, _ in carried_out(process, node, begins):
                yield chance * share, after


def draws(process: Process, population: int) -> Iterator[tuple[float, int]]:
    """(chance, traits) of a population, for all traits that somebody may have."""
    who = process.populations[population]
    attributes = process.scenario.segments[who.segment].traits.values()
    for traits, values in zip(who.traits, product(*(table.values() for table in attributes)), strict=True):
        if chance := prod(values):
            yield chance, traits


def moves(process: Process, node: Node) -> Iterator[Move]:
    """All moves from a node; a resolved case has none.

    Raises `NoRule` where a department has no rule for the case.
    """
    state = process.states[node.state]
    if state.stage == Stage.RESOLVED:
        return
    if state.stage == Stage.SEEMS:
        if clears_up(process, state.traits):
            yield cleared_up(process, node)
        yield reopened(process, node)
        return
    if node.position is None:
        for channel in range(len(process.channels)):
            yield attempt(process, node.state, channel)
        for item in state.pending:
            if may_return(process, item):
                yield returned(process, node, item)
    elif node.position.in_hand:
        yield handled(process, node)
    else:
        yield hung_up(node)
        yield started(process, node)
        if process.departments[node.position.department].overflow != NONE:
            yield overflowed(process, node)
    for item in state.pending:
        if not process.called_in_vain(process.items[item]):
            yield matured(process, node, item)
    if clears_up(process, state.traits):
        yield cleared_up(process, node)
    if may_age(process, state.age):
        yield aged(process, node)
    if may_last(process, state.age, state.silence + 1):
        yield silent_on(process, node)
    for watchdog in range(len(process.watchdogs)):
        if comes(process, watchdog, state):
            yield watched(process, watchdog, node)


def reopened(process: Process, node: Node) -> Move:
    """A fix proves false."""
    return Move(Label(Mover.COMPANY, Act.REOPENS), ((1.0, Node(process.reopened(node.state)), NONE),))


def clears_up(process: Process, traits: int) -> bool:
    """Whether cases of these traits may be resolved without the company's doing."""
    return process.populations[process.traits[traits][0]].clears_up


def cleared_up(process: Process, node: Node) -> Move:
    """The trouble is over by itself; a fix that would have proved false no longer does."""
    after = Node(process.settled(node.state, works=True))
    return Move(Label(Mover.COMPANY, Act.CLEARS_UP), ((1.0, after, NONE),))


def aged(process: Process, node: Node) -> Move:
    """Time passes: the next band of age."""
    after = node._replace(state=process.older(node.state))
    return Move(Label(Mover.COMPANY, Act.TIME_PASSES), ((1.0, after, NONE),))


def silent_on(process: Process, node: Node) -> Move:
    """The customer still hears nothing: the next band of silence."""
    after = node._replace(state=process.silent(node.state))
    return Move(Label(Mover.COMPANY, Act.SILENCE_LASTS), ((1.0, after, NONE),))


def may_age(process: Process, age: int) -> bool:
    """Whether there is a further band of age, and somebody asks for it."""
    return Subject.AGE in process.asked and age < 2 * len(process.ages)


def may_last(process: Process, age: int, silence: int) -> bool:
    """Whether somebody asks for such a band of silence, and a case of this age can have been silent for so long."""
    if Subject.SILENCE not in process.asked or silence > 2 * len(process.silences):
        return False
    if Subject.AGE not in process.asked or age == 2 * len(process.ages):
        return True
    least = process.silences[silence // 2] if silence % 2 else process.silences[silence // 2 - 1] + 1
    return least <= process.ages[age // 2] - (age % 2 == 0)


def attempt(process: Process, state: int, channel: int) -> Move:
    """What an attempt through a channel may come to."""
    node = process.channels[channel]
    referrer = process.referrer(state, channel)
    tried = process.attempted(state, channel)
    source = process.scenario.channels[node.name]
    found, noticed = source.found, source.noticed
    branches: list[Branch] = []
    if process.states[state].found >> channel & 1:
        found = 1.0
    if found < 1:
        branches.append((1 - found, Node(tried), NOT_FOUND))
        tried = process.found(tried, channel)
    context = Context(channel, referrer, age=process.states[state].age, silence=process.states[state].silence)
    admitted = process.admits(channel, tried, context)
    if not admitted:
        branches.append((found, Node(tried), NONE))
    else:
        if noticed < 1:
            branches.append((found * (1 - noticed), Node(tried), UNNOTICED))
        for share, department in routes(process, channel, tried, context):
            branches.append((found * noticed * share, _entered(process, tried, channel, department, referrer), NONE))
    label = Label(Mover.CUSTOMER, Act.ATTEMPT, channel, turned_away=not admitted)
    return Move(label, tuple(branch for branch in branches if branch[0]))


def routes(process: Process, channel: int, state: int, context: Context) -> Iterator[tuple[float, int]]:
    """(chance, department) of where a channel leads a case that its gate lets in."""
    node = process.channels[channel]
    reaches = process.scenario.channels[node.name].reaches
    _, departments = node.reaches.of(process.states[state], context)
    shares = tuple(reaches.values()) if isinstance(reaches, Mapping) else (1.0,)
    yield from ((share, department) for share, department in zip(shares, departments, strict=True) if share)


def _entered(process: Process, state: int, channel: int, department: int, referrer: int) -> Node:
    if process.channels[channel].live:
        return Node(state, Position(department, channel, referrer))
    return Node(sent(process, state, channel, department, referrer))


def sent(process: Process, state: int, channel: int, department: int, referrer: int) -> int:
    """The state with a message on its way; a second one through the channel merges with it."""
    item = process.item(Item(NONE, channel, department, referrer, int(Came.CUSTOMER)))
    pending = process.states[state].pending
    return state if process.twin(pending, item) != NONE else process.added(state, item)


def hung_up(node: Node) -> Move:
    """The customer leaves a live line."""
    assert node.position is not None, "only who is in line hangs up"
    label = Label(Mover.CUSTOMER, Act.HANGS_UP, node.position.channel, node.position.department)
    return Move(label, ((1.0, Node(node.state), NONE),))


def overflowed(process: Process, node: Node) -> Move:
    """Who has waited too long moves to another line, as they came."""
    position = node.position
    assert position is not None, "only who is in line moves to another"
    there = position._replace(department=process.departments[position.department].overflow)
    label = Label(Mover.COMPANY, Act.OVERFLOWS, position.channel, position.department)
    return Move(label, ((1.0, Node(node.state, there), NONE),))


def started(process: Process, node: Node) -> Move:
    """Somebody takes the contact in hand: counted, and known or not from now on."""
    position = node.position
    assert position is not None, "a live contact is somewhere"
    state = process.counted(node.state) if position.came == Came.CUSTOMER else node.state
    known = _known(process, node.state, position.department, position.warm)
    label = Label(Mover.COMPANY, Act.STARTS, position.channel, position.department)
    return Move(label, ((1.0, Node(state, position._replace(in_hand=1, known=known)), NONE),))


def _known(process: Process, state: int, department: int, warm: int) -> int:
    """Whether the department knows the case, where its rules ask."""
    if Subject.KNOWN not in process.departments[department].looks:
        return 0
    return int(process.knows(department, state, warm=bool(warm)))


def handled(process: Process, node: Node) -> Move:
    """The contact in hand ends: the first rule that holds."""
    position, state = node.position, process.states[node.state]
    assert position is not None, "a live contact is somewhere"
    department = position.department
    context = Context(position.channel, position.referrer, position.came, position.known, state.age, state.silence)
    rule = process.decide(department, node.state, context)
    branches = []
    for chance, outcome in chances(process, department, rule):
        made = process.outcomes[outcome]
        for share, after, _ in applied(process, Node(node.state), made, heard=True):
            if made.does is Does.TRANSFER:
                to, warm = transferred(made)
                after = after._replace(
                    position=Position(to, position.channel, position.referrer, int(Came.TRANSFER), warm)
                )
            branches.append((chance * share, after, outcome))
    return Move(Label(Mover.COMPANY, Act.HANDLED, position.channel, department, rule), tuple(branches))


def chances(process: Process, department: int, rule: int) -> Iterator[tuple[float, int]]:
    """(chance, outcome) of a rule, for all outcomes that may come."""
    node = process.departments[department]
    branches = process.scenario.departments[node.name].rules[rule].then
    for branch, outcome in zip(branches, node.rules[rule].outcomes, strict=True):
        if branch.chance:
            yield branch.chance, outcome


def matured(process: Process, node: Node, item: int) -> Move:
    """What becomes of a pending thing when its time has come."""
    pending = process.items[item]
    rest = node._replace(state=process.removed(node.state, item))
    if process.is_call(pending) and not has_phases(process, pending):
        return _called(process, node, item) if pending.came == Came.CALL else _put_through(process, rest, item)
    if pending.department != NONE:
        if has_phases(process, pending):
            return _taken_up(process, rest, item)
        return _worked(process, rest, item)
    outcome = process.outcomes[pending.outcome]
    verb = outcome.source.verb
    branches: list[Branch] = []
    if isinstance(verb, Resolve):
        branches += settlings(process, rest, outcome)
    elif isinstance(verb, Promise):
        kept = min(1.0, verb.kept + verb.late)
        if kept < 1:
            branches.append((1 - kept, rest, pending.outcome))
        if kept > 0:
            thens = [(1.0, rest, NONE)] if outcome.then == NONE else carried_out(process, rest, outcome.then)
            branches += [(kept * chance, after, outcome.then) for chance, after, _ in thens]
    return Move(Label(Mover.COMPANY, Act.MATURES, item=item), tuple(branches))


def has_phases(process: Process, item: Item) -> bool:
    """Whether it matters that a ticket or message, still waiting, is taken up some time before it is done with."""
    if item.department == NONE or item.in_hand:
        return False
    counts = bool(process.contacts_cap) and item.came == Came.CUSTOMER
    if process.is_call(item):
        return counts
    return counts or Subject.KNOWN in process.departments[item.department].looks


def _taken_up(process: Process, rest: Node, item: int) -> Move:
    """A ticket or a message comes into somebody's hands: counted, and known or not from now on."""
    pending = process.items[item]
    state = process.counted(rest.state) if pending.came == Came.CUSTOMER else rest.state
    known = _known(process, state, pending.department, pending.warm)
    in_hand = process.item(pending._replace(in_hand=1, known=known))
    after = rest._replace(state=process.added(state, in_hand))
    label = Label(Mover.COMPANY, Act.STARTS, pending.channel, pending.department, item=item)
    return Move(label, ((1.0, after, NONE),))


def _worked(process: Process, rest: Node, item: int) -> Move:
    """A ticket or a message is handled: its department's first rule that holds."""
    pending, state = process.items[item], process.states[rest.state]
    department = pending.department
    context = Context(pending.channel, pending.referrer, pending.came, pending.known, state.age, state.silence)
    rule = process.decide(department, rest.state, context)
    branches = []
    for chance, outcome in chances(process, department, rule):
        made = process.outcomes[outcome]
        for share, after, _ in applied(process, rest, made, heard=heard(made, pending.channel)):
            if made.does is Does.TRANSFER:
                after = after._replace(state=process.added(after.state, process.item(handed_on(pending, made))))
            branches.append((chance * share, after, outcome))
    return Move(Label(Mover.COMPANY, Act.HANDLED, pending.channel, department, rule, item), tuple(branches))


def _called(process: Process, node: Node, item: int) -> Move:
    """The company calls: they speak, or a voicemail is left."""
    pending = process.items[item]
    chance = process.segment_of(node.state).answers_calls
    branches: list[Branch] = []
    if chance > 0:
        rest = node._replace(state=process.removed(node.state, item))
        branches += [(chance * share, after, by) for share, after, by in _spoken(process, rest, pending)]
    if chance < 1:
        branches.append((1 - chance, node._replace(state=process.missed(node.state, item)), pending.outcome))
    return Move(Label(Mover.COMPANY, Act.CALLS, department=pending.department, item=item), tuple(branches))


def _put_through(process: Process, rest: Node, item: int) -> Move:
    """The customer, who has returned a voicemail, speaks to the department that called."""
    pending = process.items[item]
    label = Label(Mover.COMPANY, Act.SPEAKS, department=pending.department, item=item)
    return Move(label, tuple(_spoken(process, rest, pending)))


def _spoken(process: Process, rest: Node, item: Item) -> Iterator[Branch]:
    """What comes of it when customer and company speak."""
    yield from applied(process, rest, process.outcomes[process.outcomes[item.outcome].then], heard=True)


def may_return(process: Process, item: int) -> bool:
    """Whether this is a call that has left a voicemail."""
    return process.items[item].came == Came.CALL and process.items[item].missed > 0


def returned(process: Process, node: Node, item: int) -> Move:
    """The customer returns a voicemail: an attempt through no channel."""
    label = Label(Mover.CUSTOMER, Act.RETURNS, department=process.items[item].department, item=item)
    return Move(label, ((1.0, node._replace(state=process.returned(node.state, item)), NONE),))


def comes(process: Process, watchdog: int, state: State) -> bool:
    """Whether a watchdog, which comes once a case, comes now."""
    if state.watched >> watchdog & 1:
        return False
    return process.watchdogs[watchdog].holds(state, Context(age=state.age, silence=state.silence))


def watched(process: Process, watchdog: int, node: Node) -> Move:
    """A watchdog hands the case on."""
    made = process.outcomes[process.watchdogs[watchdog].outcome]
    label = Label(Mover.COMPANY, Act.WATCHES, department=made.to[0], item=made.item)
    return Move(label, tuple(carried_out(process, node, made.index)))


def handed_on(item: Item, outcome: OutcomeNode) -> Item:
    """A ticket or message as it stands after a transfer."""
    to, warm = transferred(outcome)
    return item._replace(department=to, came=int(Came.TRANSFER), warm=warm, in_hand=0, known=0)


def transferred(outcome: OutcomeNode) -> tuple[int, int]:
    """(department, whether it is known there) of a transfer."""
    verb = outcome.source.verb
    return outcome.to[0], int(isinstance(verb, Transfer) and verb.warm)


def carried_out(process: Process, node: Node, outcome: int) -> list[Branch]:
    """What the company does of itself, without a visit: a promise's `then`, what an issue begins with."""
    made = process.outcomes[outcome]
    return list(applied(process, node, made, by_staff=False, heard=heard(made, NONE)))


def heard(outcome: OutcomeNode, channel: int) -> bool:
    """Whether the customer hears a word of an outcome that comes about while they are elsewhere.

    `channel` is that of the message which it answers, `NONE` for what answers none.
    """
    if channel != NONE:
        return outcome.does not in (Does.TRANSFER, Does.DROP) or outcome.source.says is not None
    verb = outcome.source.verb
    match outcome.does:
        case Does.REFER | Does.REFUSE | Does.PROMISE:
            return True
        case Does.TAKES:
            return isinstance(verb, Resolve) and not verb.silently
        case Does.TICKET:
            return isinstance(verb, Ticket) and verb.told is not None
        case _:  # a call is heard of when it comes
            return False


def applied(
    process: Process, node: Node, outcome: OutcomeNode, *, by_staff: bool = True, heard: bool = False
) -> Iterator[Branch]:
    """(chance, node, outcome) after an outcome; a transfer is left to the caller, who knows what is transferred."""
    for share, noted in noting(process, outcome) if by_staff else ((1.0, False),):
        state = process.after(node.state, outcome.index, noted=noted)
        after = node._replace(state=process.told(state) if heard else state)
        if outcome.does is Does.RESOLVE:
            for chance, settled, index in settlings(process, after, outcome):
                yield share * chance, settled, index
        else:
            yield share, after, outcome.index


def noting(process: Process, outcome: OutcomeNode) -> Iterator[tuple[float, bool]]:
    """(chance, whether a note is left) at the end of a visit."""
    if outcome.department == NONE or not outcome.source.note or not process.departments[outcome.department].writes:
        yield 1.0, False
        return
    chance = process.scenario.departments[process.departments[outcome.department].name].notes
    if chance > 0:
        yield chance, True
    if chance < 1:
        yield 1 - chance, False


def settlings(process: Process, node: Node, outcome: OutcomeNode) -> Iterator[Branch]:
    """(chance, node, outcome) once a resolution takes effect, whether it works or not: the customer is at large."""
    verb = outcome.source.verb
    works = verb.works if isinstance(verb, Resolve) else 1.0
    if works > 0:
        yield works, Node(process.settled(node.state, works=True)), outcome.index
    if works < 1:
        yield 1 - works, Node(process.settled(node.state, works=False)), outcome.index
