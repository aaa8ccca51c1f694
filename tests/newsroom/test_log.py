"""What the log says, and what it never says."""

import logging
import time
from types import SimpleNamespace

from newsroom.log import Line, without_secrets


def line(message, **more):
    record = logging.LogRecord("x", logging.ERROR, "", 1, message, (), None)
    record.__dict__.update(more)
    return Line("%(message)s").format(record)


def test_a_line_of_a_request_carries_its_number():
    assert line("Broken", request=SimpleNamespace(number="a1b2c3d4")) == "[a1b2c3d4] Broken"


def test_no_line_holds_an_e_mail_address_or_a_token():
    said = line("Letter to reader.one+x@example.org failed at /membership/account/link/s3cr3t/ and /preview/t0k3n/")
    assert said == "Letter to (an e-mail address) failed at /membership/account/link/-/ and /preview/-/"


def test_a_very_long_address_is_written_as_fast_as_a_short_one():
    began = time.process_time()
    assert without_secrets("/" + "a" * 60_000).endswith("aaa")
    assert time.process_time() - began < 1
