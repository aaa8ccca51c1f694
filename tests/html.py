"""The HTML checker's opinion of whole pages."""

import json
import subprocess
import tempfile
from pathlib import Path

from tests import programs


def complaints(pages: dict[str, str]) -> list[str]:
    """What the checker finds in `pages`, {name: HTML}: a line for each error and warning. Starting it takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number, (name, html) in enumerate(pages.items()):
            path = Path(folder, f"{number}.html")
            path.write_text(html, encoding="utf-8")
            files[path.name] = name
        command = [*programs.html_checker(), "--format", "json", "--exit-zero-always", folder]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return [_line(message, files) for message in json.loads(answer.stderr)["messages"]]


def _line(message: dict, files: dict[str, str]) -> str:
    page = files.get(message.get("url", "").rpartition("/")[2], "")
    extract = message.get("extract", "").strip().replace("\n", " ")
    return f"{page}, line {message.get('lastLine', '?')}: {message['message']} ({extract})"
