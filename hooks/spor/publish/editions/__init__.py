"""Fixed editions of the site. In: a project. Out: `editions/DAY/` with the site as a ZIP file, its checksum, the trace,
and what has changed since the edition before.

The folder is kept under version control but for the ZIP file, which is too large for it and belongs to a release.
"""
