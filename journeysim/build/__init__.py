"""A `Scenario` into a `Process`: names become a finite graph of integers."""
