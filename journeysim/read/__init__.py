"""Text into a `Scenario`: YAML, places in files, how people write durations and chances."""
