"""An informant withdraws. In: the files, and the trace as read. Out: a trace and pages without what is withdrawn,
and what a writer must look at again."""
