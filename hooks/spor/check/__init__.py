"""The rules a trace must keep: each a small function that yields what breaks it."""

from spor.check import data, findings, relations, whole
from spor.check.rule import Rule

RULES: tuple[Rule, ...] = (*relations.RULES, *findings.RULES, *data.RULES, *whole.RULES)
