"""ZIP files that come out the same from the same files, whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: The first day that the format can tell.
_NO_DAY = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of files by their paths, in their order, without a date."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()
