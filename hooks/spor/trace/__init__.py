"""What a site is about. In: nothing. Out: the shapes that all other rooms speak of: kinds and their roles
(`kinds.yml`), entities, relations, mentions and their warrants as one immutable `Trace`, and the two registers, of
rules and of views."""
