"""Static files under names that hold their content's hash, and the cache that all workers share."""

import fcntl
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True  # rewrites `import … from "./part.js";` to the hashed name


class SharedCache(FileBasedCache):
    """Django's cache in files, with an `add` that only one of several processes can win: rate limits lock with it."""

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        self._createdir()
        with open(Path(self._dir) / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return super().add(key, value, timeout, version)
