"""The only module that reads the environment. A wrong value stops the start with a sentence."""

import contextlib
import os
import re
import secrets
import tempfile
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
HOST = re.compile(r"[0-9a-z_.:-]+", re.IGNORECASE)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def whole_number(name: str, default: int, least: int = 0) -> int:
    """The number in `name`; refuses anything that is not a whole number of at least `least`."""
    raw = text(name, str(default))
    if not raw.isascii() or not raw.isdigit() or int(raw) < least:
        raise ImproperlyConfigured(f"{name} is “{raw}”; it must be a whole number of at least {least}.")
    return int(raw)


def one_of(name: str, choices: set[str], default: str) -> str:
    if (chosen := text(name, default)) not in choices:
        raise ImproperlyConfigured(f"{name} is “{chosen}”; it must be one of: {', '.join(sorted(choices))}.")
    return chosen


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is “{path}”, which cannot be made: {error.strerror}.") from error
    return path


def parts_of(url: str) -> SplitResult | None:
    """The parts of an address whose host and port can be; None when it makes no sense."""
    try:
        parts = urlsplit(url)
        _possible = parts.port  # raises when it is no number, or too large a one
    except ValueError:
        return None
    return None if parts.hostname and not HOST.fullmatch(parts.hostname) else parts


def public_url(name: str, default: str) -> str:
    """The address readers use, without a trailing slash. Plain http is only for a local newsroom."""
    url = text(name, default).rstrip("/")
    parts = parts_of(url)
    if parts is None or parts.username or parts.password:
        raise ImproperlyConfigured(f"{name} is no address; write it like https://news.example.org, without a name.")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} is “{url}”; write it like https://news.example.org, without a path.")
    if parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
        raise ImproperlyConfigured(
            f"{name} is “{url}”; http is only for localhost. Use https for a newsroom that others can reach."
        )
    return url


def database(name: str, default: Path) -> dict:
    """A Django database from sqlite:///path or postgres://user:password@host:port/name (?host=/socket/folder)."""
    url = text(name, f"sqlite:///{default}")
    parts = parts_of(url)
    if parts is None:
        raise ImproperlyConfigured(f"{name} is no address; write postgres://user:password@host:5432/name.")
    if parts.scheme == "sqlite":
        path = unquote(url.removeprefix("sqlite:///"))
        if not path:
            raise ImproperlyConfigured(f"{name} names no file; write it like sqlite:///var/db.sqlite3.")
        return sqlite(Path(path if path.startswith("/") or ":" in path[:2] else Path.cwd() / path))
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.pop("host", parts.hostname or ""),
            "PORT": query.pop("port", str(parts.port or "")),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": query,
        }
    raise ImproperlyConfigured(
        f"{name} is “{parts.scheme}:…”; write postgres://user:password@host:5432/name or sqlite:///path/to/file."
    )


def sqlite(path: Path) -> dict:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def secret_key(name: str, local: bool, keep_in: Path) -> str:
    """The signing key: from the environment, or for a local newsroom made once and kept in `keep_in`."""
    key = text(name)
    if key:
        if len(key) < 50 and not local:
            raise ImproperlyConfigured(f"{name} is shorter than 50 characters; make a longer random one.")
        return key
    if not local:
        raise ImproperlyConfigured(
            f"{name} is not set; a newsroom on https needs a random one of 50 characters or more."
        )
    if not keep_in.exists():
        _keep(secrets.token_urlsafe(64), keep_in)
    if not (kept := keep_in.read_text().strip()):
        raise ImproperlyConfigured(f"{name} is kept in {keep_in}, which is empty; delete that file.")
    return kept


def _keep(key: str, path: Path) -> None:
    """Write `key` whole or not at all: of two programs that start at once, both read the same."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".key-") as file:  # readable by its owner alone
        file.write(key)
        file.flush()
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)


def email(name: str) -> dict[str, object]:
    """Mail settings from smtp://user:password@host:port or smtps://…; none given means “no server”."""
    url = text(name)
    if not url:
        return {}
    parts = parts_of(url)
    if parts is None or parts.scheme not in {"smtp", "smtps", "smtp+tls"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} is not an address like smtps://user:password@mail.example.org:465.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def networks(name: str) -> list:
    """The addresses of our own proxies, whose X-Forwarded-For is believed: a comma-separated list."""
    try:
        return [ip_network(part.strip()) for part in text(name).split(",") if part.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} names no network: {error}.") from error
