"""A customer-journey process simulator: prove, simulate and measure what a process does to its customers."""

__version__ = "0.1.0"
