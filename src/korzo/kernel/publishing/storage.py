"""A copy of the lake in object storage (S3 or whatever speaks it), for clusters and for neighbours.

The home stays complete; the copy is brought up to date after each run, so that one that failed is made up for later.
"""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from korzo.kernel import publishing
from korzo.kernel.publishing import Dataset


def copy(dataset: Dataset, _now: datetime) -> None:
    """Copy the Parquet of a data set that is new or other, and take away what is gone; does nothing unless set."""
    if not settings.KORZO.lake_storage:
        return
    from pyarrow import fs  # slow import, needed only here

    there, root = _storage(fs)
    here = Path(settings.KORZO.root) / "open" / dataset.name
    target = f"{root}/{dataset.name}"
    if isinstance(there, fs.LocalFileSystem):
        there.create_dir(target)
    found = there.get_file_info(fs.FileSelector(target, allow_not_found=True))
    kept = {info.base_name: (info.size, info.mtime) for info in found if info.is_file}
    parts = {path.name: path for path in here.glob("[!.]*.parquet")}
    for name, path in sorted(parts.items()):
        size, written = kept.get(name, (None, None))
        changed = path.stat()
        if size == changed.st_size and written is not None and written.timestamp() >= changed.st_mtime:
            continue
        with path.open("rb") as source, there.open_output_stream(f"{target}/{name}") as out:
            shutil.copyfileobj(source, out, 2**20)
    for name in kept.keys() - parts.keys():
        there.delete_file(f"{target}/{name}")


def _storage(fs: Any) -> tuple[Any, str]:
    """The file system and the folder in it."""
    config = settings.KORZO
    where = urlsplit(config.lake_storage)
    if where.scheme == "file":
        return fs.LocalFileSystem(), where.path.rstrip("/")
    address = urlsplit(config.lake_storage_url)
    more = {"endpoint_override": address.netloc, "scheme": address.scheme} if config.lake_storage_url else {}
    key = config.lake_storage_key or None
    secret = config.lake_storage_secret.get_secret_value() or None
    return fs.S3FileSystem(access_key=key, secret_key=secret, **more), f"{where.netloc}{where.path}".rstrip("/")


publishing.listeners.append(copy)
