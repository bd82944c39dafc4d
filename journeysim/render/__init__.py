"""Nouns into words, tables and files. Computes no figure."""
