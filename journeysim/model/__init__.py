"""Nouns: what things are. Frozen data, no files, no clocks, no dice."""
