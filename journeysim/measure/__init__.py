"""An `EventLog` into figures."""
