"""A wrong value stops the start with a sentence; a right one is understood."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

ROOT = Path(__file__).resolve().parent.parent.parent
LONG_KEY = "x" * 50


@pytest.fixture
def given(monkeypatch):
    """`given("value")` puts it into the environment as NAME."""
    return lambda value: monkeypatch.setenv("NAME", value)


def refusal(call, *args, **kwargs):
    with pytest.raises(ImproperlyConfigured) as refused:
        call("NAME", *args, **kwargs)
    sentence = str(refused.value)
    assert sentence.startswith("NAME") and sentence.endswith(".") and "\n" not in sentence
    return sentence


# PUBLIC_URL -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:8000", "https://news.example.org"]
)
def test_an_address_that_readers_may_use(given, url):
    given(url + "/")
    assert env.public_url("NAME", "") == url


def test_plain_http_is_only_for_localhost(given):
    for url in ("http://news.example.org", "http://192.168.1.4:8000", "http://localhost.example.org"):
        given(url)
        assert "http is only for localhost" in refusal(env.public_url, "")


@pytest.mark.parametrize(
    "url",
    [
        "news.example.org",
        "ftp://news.example.org",
        "https://",
        "https://news.example.org/paper",
        "https://news.example.org/?a=b",
        "https://news.example.org/#a",
        "https://ed:secret@news.example.org",
        "https://news.example.org:port",
        "https://news.example.org:99999",
        "https://[::1",
        "https://news example.org",
    ],
)
def test_an_address_that_nobody_could_use(given, url):
    given(url)
    sentence = refusal(env.public_url, "")
    assert "write it like https://news.example.org" in sentence
    assert "secret" not in sentence


# SECRET_KEY -----------------------------------------------------------------------------------------


def test_on_https_a_missing_or_short_key_is_refused_without_being_shown(given, tmp_path):
    given("")
    assert "is not set" in refusal(env.secret_key, local=False, keep_in=tmp_path / "key")
    given("short-and-secret")
    assert "short-and-secret" not in refusal(env.secret_key, local=False, keep_in=tmp_path / "key")
    given(LONG_KEY)
    assert env.secret_key("NAME", local=False, keep_in=tmp_path / "key") == LONG_KEY


def test_a_local_newsroom_makes_its_key_once_and_keeps_it_to_itself(given, tmp_path):
    given("")
    first = env.secret_key("NAME", local=True, keep_in=tmp_path / "key")
    assert len(first) >= 50
    assert env.secret_key("NAME", local=True, keep_in=tmp_path / "key") == first
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_a_key_file_that_is_empty_is_refused(given, tmp_path):
    given("")
    (tmp_path / "key").touch()
    assert "is empty" in refusal(env.secret_key, local=True, keep_in=tmp_path / "key")


# DATABASE_URL ---------------------------------------------------------------------------------------


def test_a_postgresql_address_with_signs_in_the_password_and_a_socket(given, tmp_path):
    given("postgres://ed:p%40ss@db.example.org:5433/news")
    database = env.database("NAME", tmp_path)
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"]) == (
        "ed", "p@ss", "db.example.org", "5433",
    )  # fmt: skip
    given("postgresql:///news?host=/run/postgresql")
    assert env.database("NAME", tmp_path)["HOST"] == "/run/postgresql"


def test_sqlite_is_the_default_and_keeps_its_folder(given, tmp_path):
    given("")
    assert env.database("NAME", tmp_path / "db.sqlite3")["NAME"] == tmp_path / "db.sqlite3"
    given(f"sqlite:///{tmp_path}/other.sqlite3")
    assert env.database("NAME", tmp_path)["NAME"] == tmp_path / "other.sqlite3"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ed:secret@host/news",
        "postgres://ed:secret@host:port/news",
        "postgres://ed:secret@host/",
        "sqlite:///",
        "news.db",
    ],
)
def test_a_database_that_cannot_be_is_refused_without_showing_its_password(given, tmp_path, url):
    given(url)
    assert "secret" not in refusal(env.database, tmp_path)


# The others -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["-1", "1.5", "many", "٥", "0x10", "1e3", "+1"])
def test_what_is_no_whole_number(given, number):
    given(number)
    assert f"“{number}”" in refusal(env.whole_number, default=1)


def test_a_number_below_the_least(given):
    given("0")
    assert "at least 1" in refusal(env.whole_number, default=4, least=1)
    given("")
    assert env.whole_number("NAME", default=4, least=1) == 4


def test_a_folder_that_cannot_be_made(given, tmp_path):
    (tmp_path / "file").touch()
    given(str(tmp_path / "file" / "below"))
    assert "cannot be made" in refusal(env.folder, tmp_path)


@pytest.mark.parametrize(
    "url", ["mail.example.org", "smtp://", "http://mail.example.org", "smtp://ed:secret@mail.example.org:port"]
)
def test_a_mail_server_that_cannot_be(given, url):
    given(url)
    assert "secret" not in refusal(env.email)


def test_a_mail_server(given):
    given("smtps://ed%40example.org:p%3Ass@mail.example.org")
    settings = env.email("NAME")
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"], settings["EMAIL_PORT"]) == (
        "ed@example.org", "p:ss", 465,
    )  # fmt: skip
    assert settings["EMAIL_USE_SSL"] and not settings["EMAIL_USE_TLS"]


def test_networks(given):
    given("10.0.0.0/24, ::1")
    assert [str(network) for network in env.networks("NAME")] == ["10.0.0.0/24", "::1/128"]
    given("10.0.0.1/24, proxy")
    assert "names no network" in refusal(env.networks)


# The whole start ----------------------------------------------------------------------------------------


def start(tmp_path, *command, **environment):
    clean = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment}
    command = [sys.executable, "manage.py", *(command or ["check"])]
    return subprocess.run(command, check=False, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    "environment",
    [
        {"PUBLIC_URL": "http://news.example.org"},
        {"PUBLIC_URL": "https://news.example.org"},
        {"PUBLIC_URL": "https://news.example.org", "SECRET_KEY": "short"},
        {"DATABASE_URL": "mysql://ed:secret@host/news"},
        {"PAYMENT_PROVIDER": "paypal"},
    ],
)
def test_manage_py_stops_with_one_sentence_and_no_traceback(tmp_path, environment):
    started = start(tmp_path, **environment)
    assert started.returncode != 0
    assert len(started.stderr.strip().splitlines()) == 1, started.stderr
    assert "secret" not in started.stderr


def test_https_closes_every_local_door(tmp_path):
    names = "LOCAL MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN SESSION_COOKIE_NAME "
    names += "SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT"
    ask = f"from django.conf import settings as s; print([getattr(s, name) for name in '{names}'.split()])"
    web = {"PUBLIC_URL": "https://news.example.org", "SECRET_KEY": LONG_KEY, "EMAIL_URL": "smtp://mail.example.org"}
    started = start(tmp_path, "shell", "-v0", "-c", ask, **web, STRIPE_SECRET_KEY="sk", STRIPE_WEBHOOK_SECRET="wh")
    assert started.stdout.strip() == "[False, False, '__Host-sessionid', True, True, True, True]", started.stderr
    refused = start(tmp_path, "sign_in", "ed@example.org", **web, STRIPE_SECRET_KEY="sk", STRIPE_WEBHOOK_SECRET="wh")
    assert refused.returncode != 0
    assert refused.stderr.strip() == "CommandError: Sign-in links are only for a local newsroom; this one is on https."
