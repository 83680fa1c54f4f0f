"""Seeded random faults in the content, and what the build would say of each."""
