"""Benchmarks: each figure beside a peer or a floor taken in the same run."""
