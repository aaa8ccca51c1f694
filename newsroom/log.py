"""How a line of the log looks: with the number of its request, and without anybody's e-mail address or token."""

import logging
import re

E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
TOKEN = re.compile(r"(/(?:link|preview|reset)/)[^/\s]+")


class Line(logging.Formatter):
    def format(self, record):
        number = getattr(getattr(record, "request", None), "number", "")
        line = TOKEN.sub(r"\1-", E_MAIL.sub("(an e-mail address)", super().format(record)))
        return f"[{number}] {line}" if number else line
