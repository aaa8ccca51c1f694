"""The product's own settings, with everything it writes in a folder that goes when the tests are over."""

import atexit
import os
import shutil
import tempfile

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
os.environ.setdefault("PUBLIC_URL", "http://localhost:8000")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from newsroom.settings import *
from newsroom.settings import DATABASES, STORAGES, VAR_DIR

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # a file: locks behave as they do in a newsroom
STATIC_ROOT = VAR_DIR / "unbuilt"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "tests.static.Unbuilt"}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",  # quick, for the many people of the tests
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
