"""A `Process` into an `EventLog`: the clock and the dice."""
