"""Neither our own log nor that of the shipped web server tells who read what, or lets its reader open a secret link."""

import http.server
import json
import logging
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from newsroom.log import Line
from tests.browser.server import free_port

CADDYFILE = Path(__file__).resolve().parent.parent.parent / "deploy" / "Caddyfile"
TOKEN = "q3_Zr-token-of-forty-three-characters-xxxxx"
ADDRESSES = {
    f"/preview/{TOKEN}/": "/preview/-/",
    f"/preview/{TOKEN}": "/preview/-",
    f"/preview/{TOKEN}/?thanks": "/preview/-/-",
    f"/preview/{TOKEN}/pictures/abc/320.jpg": "/preview/-/pictures/abc/320.jpg",
    f"/membership/account/link/{TOKEN}/": "/membership/account/link/-/",
    f"/membership/account/password/reset/1-{TOKEN}/": "/membership/account/password/reset/-/",
    f"/search/?q={TOKEN}": "/search/-",
    "/2026/11/22/rain/": "/2026/11/22/rain/",
}


@pytest.mark.django_db
def test_our_own_log_has_a_line_for_each_request_and_no_token_in_it(client, settings, caplog):
    settings.ACCESS_LOG = True
    with caplog.at_level(logging.INFO, "newsroom.access"):
        client.get(f"/preview/{TOKEN}/pictures/abc/320.jpg?{TOKEN}", headers={"referer": f"http://x/preview/{TOKEN}/"})
    [record] = [record for record in caplog.records if record.name == "newsroom.access"]
    line = Line("%(message)s").format(record)
    assert re.fullmatch(r"\[[0-9a-f]{8}\] GET /preview/-/pictures/abc/320.jpg 404 \d+ ms", line)
    assert TOKEN not in record.getMessage()


def test_the_web_servers_filter_leaves_tokens_and_questions_out():
    pattern, put = re.search(r'request>uri regexp "(.*)" "(.*)"', CADDYFILE.read_text()).groups()
    put = put.replace("${1}", r"\g<1>")
    assert {asked: re.sub(pattern, put, asked) for asked in ADDRESSES} == ADDRESSES


def test_the_web_server_filters_every_line_and_not_only_those_of_a_site():
    everywhere, site = CADDYFILE.read_text().split("{$PUBLIC_URL} {")
    assert "format filter" in everywhere and "format" not in site
    for field in ("request>headers", "request>remote_port", "resp_headers", "request>tls"):
        assert f"{field} delete" in everywhere


class Upstream(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("X-Repeated", self.path)
        self.end_headers()

    def log_message(self, *words):
        """The test reads another log."""


def test_the_web_server_itself_writes_no_token(tmp_path):
    program = shutil.which("caddy")
    if not program:
        pytest.skip("There is no Caddy here.")
    upstream = http.server.HTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    url = f"http://localhost:{free_port()}"
    config = tmp_path / "Caddyfile"
    config.write_text(CADDYFILE.read_text().replace("{\n\t# Every", "{\n\tadmin off\n\t# Every").replace("10s", "1s"))
    said = {"PUBLIC_URL": url, "UPSTREAM": f"127.0.0.1:{upstream.server_port}", "HOME": str(tmp_path)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "run", "--config", config, "--adapter", "caddyfile"], env=os.environ | said, stderr=log
        )
    try:
        ask_for_all(url)
        upstream.shutdown()
        upstream.server_close()
        ask_for_all(url)  # nobody answers behind it: the lines about errors
    finally:
        process.terminate()
        process.wait(20)
    text = (tmp_path / "log").read_text()
    lines = [json.loads(line) for line in text.splitlines() if '"uri"' in line]
    assert TOKEN not in text
    assert {line["request"]["uri"] for line in lines} >= set(ADDRESSES.values())
    assert {"http.log.access", "http.log.error"} <= {line["logger"] for line in lines}
    assert {line["request"]["remote_ip"] for line in lines} <= {"127.0.0.0", "::"}


def ask_for_all(url):
    for address in ADDRESSES:
        asked = urllib.request.Request(url + address, headers={"Referer": url + address, "User-Agent": "Firefox"})
        for _try in range(50):
            try:
                urllib.request.urlopen(asked, timeout=20).close()
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)  # it is still starting
                continue
            break
