"""Tries seeds by hand."""

from faults.harness import main

main()
