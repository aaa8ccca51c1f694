"""What the log says, and what it never says."""

import logging
from types import SimpleNamespace

from newsroom.log import Line


def line(message, **more):
    record = logging.LogRecord("x", logging.ERROR, "", 1, message, (), None)
    record.__dict__.update(more)
    return Line("%(message)s").format(record)


def test_a_line_of_a_request_carries_its_number():
    assert line("Broken", request=SimpleNamespace(number="a1b2c3d4")) == "[a1b2c3d4] Broken"


def test_no_line_holds_an_e_mail_address_or_a_token():
    said = line("Letter to reader.one+x@example.org failed at /membership/account/link/s3cr3t/ and /preview/t0k3n/")
    assert said == "Letter to (an e-mail address) failed at /membership/account/link/-/ and /preview/-/"
