"""The product's own settings, with everything it writes in a folder that goes when the tests are over."""

import atexit
import os
import shutil
import tempfile

if "NEWSROOM_TEST_DIR" not in os.environ:  # a server or command that a test starts shares the folder of its test
    os.environ["NEWSROOM_TEST_DIR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
    atexit.register(shutil.rmtree, os.environ["NEWSROOM_TEST_DIR"], ignore_errors=True)
os.environ["VAR_DIR"] = os.environ["NEWSROOM_TEST_DIR"]
os.environ.setdefault("PUBLIC_URL", "http://localhost:8000")

from newsroom.settings import *  # noqa: E402
from newsroom.settings import DATABASES, VAR_DIR

if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}  # a file: locks behave as they do in a newsroom
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
