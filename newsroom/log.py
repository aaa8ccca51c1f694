"""How a line of the log looks: with the number of its request, and without anybody's e-mail address or token."""

import logging
import re

E_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")  # begun once a word: a long address takes no longer
TOKEN = re.compile(r"(/(?:link|preview|reset)/)[^/\s?]+", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """The text with `-` where a secret address stood: a preview, a sign-in link, a new password."""
    return TOKEN.sub(r"\1-", E_MAIL.sub("(an e-mail address)", text))


class Line(logging.Formatter):
    def format(self, record):
        number = getattr(getattr(record, "request", None), "number", "")
        line = without_secrets(super().format(record))
        return f"[{number}] {line}" if number else line
