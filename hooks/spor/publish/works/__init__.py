"""Works in the forms of bibliographies. In: CSL-JSON records. Out: BibTeX, RIS, CSL-JSON, and APA for our own."""
