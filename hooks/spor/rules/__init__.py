"""The rules a trace must keep: each a small function that yields what breaks it."""

from spor.rules import data, findings, relations, whole
from spor.rules.common import Rule

RULES: tuple[Rule, ...] = (*relations.RULES, *findings.RULES, *data.RULES, *whole.RULES)
