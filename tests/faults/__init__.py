"""Seeded random faults in the content, and a harness that shows that each is harmless or reported with its place.

By hand: `PYTHONPATH=hooks:tests python -m faults SEED [COUNT]`.
"""
