"""The paper's style sheet, small enough to stand in the page itself, and the hash by which the CSP admits it."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "paper"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s+")
AROUND = re.compile(r"\s*([{};,>])\s*")


@cache
def text() -> str:
    """Every part of `static/paper/` in the order of its `order.txt`, without comments and needless space."""
    parts = [FOLDER / name for name in (FOLDER / "order.txt").read_text().split()]
    css = "\n".join(part.read_text(encoding="utf-8") for part in parts)
    return AROUND.sub(r"\1", SPACE.sub(" ", COMMENT.sub("", css))).strip()


@cache
def csp_hash() -> str:
    digest = hashlib.sha256(text().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
