"""A small HTTP server that answers as Stripe's API does, for the calls we make; the `stripe` package talks to it.

Shapes follow Stripe's published objects: ids with prefixes, lists as objects, amounts in minor units, moments in
seconds, lower-case currencies, errors in an envelope, Idempotency-Key honoured.
"""

import hashlib
import hmac
import json
import re
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

MONTH = 30 * 86_400


class Refused(Exception):
    def __init__(self, status, message, code=None):
        self.status = status
        self.body = {"error": {"type": "invalid_request_error", "message": message, "code": code}}


class Books:
    """What Stripe would remember; tests play its customers."""

    def __init__(self):
        self.things, self.answered, self.requests = {}, {}, []

    def new(self, kind, prefix, **fields):
        thing = {"id": f"{prefix}_{secrets.token_hex(8)}", "object": kind, "created": int(time.time()), **fields}
        self.things[thing["id"]] = thing
        return thing

    def get(self, ref, kind):
        thing = self.things.get(ref)
        if not thing or thing["object"] != kind:
            raise Refused(404, f"No such {kind}: '{ref}'", "resource_missing")
        return thing

    def all(self, kind, **fields):
        found = [thing for thing in self.things.values() if thing["object"] == kind]
        return [thing for thing in found if all(thing[name] == value for name, value in fields.items())]

    # What customers and banks do ----------------------------------------------------------------

    def complete(self, session, email, name=""):
        """Somebody pays on the hosted page. Answers the session, as its event carries it."""
        order, price = session["order"], session["order"]["line_items"]["0"]["price_data"]
        customer = self.new("customer", "cus", email=email, name=name or None)
        amount, currency = int(price["unit_amount"]), price["currency"]
        if session["mode"] == "payment":
            metadata = order["payment_intent_data"]["metadata"]
            intent = self._intent(customer, amount, currency, metadata)
            return {**session, "payment_intent": intent["id"], "subscription": None}
        now = int(time.time())
        item = {
            "object": "subscription_item",
            "quantity": 1,
            "current_period_end": now + MONTH,
            "price": {"object": "price", "unit_amount": amount, "currency": currency, "recurring": price["recurring"]},
        }
        subscription = self.new(
            "subscription",
            "sub",
            customer=customer["id"],
            status="active",
            cancel_at_period_end=False,
            cancel_at=None,
            ended_at=None,
            start_date=now,
            metadata=order["subscription_data"]["metadata"],
            items={"object": "list", "data": [item], "has_more": False},
        )
        self.invoice(subscription)
        return {**session, "payment_intent": None, "subscription": subscription["id"]}

    def invoice(self, subscription, paid=True):
        price = subscription["items"]["data"][0]["price"]
        now = int(time.time())
        invoice = self.new(
            "invoice",
            "in",
            status="paid" if paid else "open",
            amount_paid=price["unit_amount"] if paid else 0,
            currency=price["currency"],
            parent={"type": "subscription_details", "subscription_details": {"subscription": subscription["id"]}},
            status_transitions={"paid_at": now if paid else None},
            subscription=subscription["id"],
        )
        if paid:
            intent = self._intent(self.things[subscription["customer"]], price["unit_amount"], price["currency"], {})
            payment = {"type": "payment_intent", "payment_intent": intent["id"]}
            self.new("invoice_payment", "inpay", invoice=invoice["id"], payment=payment, status="paid")
        return invoice

    def renew(self, subscription, paid=True):
        subscription["items"]["data"][0]["current_period_end"] += MONTH
        subscription["status"] = "active" if paid else "past_due"
        return self.invoice(subscription, paid)

    def refund(self, intent_ref, amount):
        return self.new("refund", "re", payment_intent=intent_ref, amount=amount, status="succeeded")

    def intent_of(self, invoice):
        (payment,) = self.all("invoice_payment", invoice=invoice["id"])
        return payment["payment"]["payment_intent"]

    def _intent(self, customer, amount, currency, metadata):
        return self.new(
            "payment_intent",
            "pi",
            amount_received=amount,
            currency=currency,
            customer=customer["id"],
            metadata=metadata,
            status="succeeded",
        )

    # What the API answers -----------------------------------------------------------------------

    def answer(self, method, path, params):  # noqa: PLR0911  one for each call we make
        self.requests.append((method, path, params))
        match method, *path.removeprefix("/v1/").split("/"):
            case "POST", "checkout", "sessions":
                session = self.new("checkout.session", "cs_test", mode=params["mode"], order=params)
                session["url"] = f"https://checkout.stripe.com/c/pay/{session['id']}"
                return session
            case "POST", "billing_portal", "sessions":
                self.get(params["customer"], "customer")
                return self.new("billing_portal.session", "bps", url="https://billing.stripe.com/p/session/x")
            case "POST", "subscriptions", ref:
                subscription = self.get(ref, "subscription")
                subscription["cancel_at_period_end"] = params["cancel_at_period_end"] == "true"
                return subscription
            case "GET", "subscriptions", ref:
                return self._with_customer(self.get(ref, "subscription"))
            case "GET", "payment_intents", ref:
                return self._with_customer(self.get(ref, "payment_intent"))
            case "GET", "invoices":
                return self._list(self.all("invoice", subscription=params["subscription"], status="paid"))
            case "GET", "invoice_payments":
                return self._list(self._invoice_payments(params))
            case "GET", "refunds":
                return self._list(self.all("refund", payment_intent=params["payment_intent"]))
        raise Refused(404, f"Unrecognized request URL ({method}: {path}).")

    def _with_customer(self, thing):
        return {**thing, "customer": self.things[thing["customer"]]}

    def _invoice_payments(self, params):
        if "invoice" in params:
            return self.all("invoice_payment", invoice=params["invoice"])
        wanted = {"type": "payment_intent", "payment_intent": params["payment"]["payment_intent"]}
        rows = self.all("invoice_payment", payment=wanted)
        return [{**row, "invoice": self.things[row["invoice"]]} for row in rows]

    def _list(self, rows):
        return {"object": "list", "data": rows, "has_more": False, "url": "/"}


def nested(text):
    """`a[b][0]=1` as {"a": {"b": {"0": "1"}}}, as Stripe reads forms and addresses."""
    params = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *path, last = re.findall(r"[^\[\]]+", name)
        inner = params
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return params


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        self._answer(address.path, address.query)

    def do_POST(self):
        self._answer(self.path, self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

    def _answer(self, path, text):
        books, key = self.server.books, self.headers.get("Idempotency-Key")
        if not self.headers.get("Authorization", "").startswith("Bearer sk_"):
            return self._send(401, {"error": {"type": "invalid_request_error", "message": "No API key."}})
        if key in books.answered:
            return self._send(200, books.answered[key])
        try:
            answer = books.answer(self.command, path, nested(text))
        except Refused as refused:
            return self._send(refused.status, refused.body)
        if key:
            books.answered[key] = answer
        return self._send(200, answer)

    def _send(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


class StandIn:
    """The server, while it is used as a context."""

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.books = self.books = Books()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def message(kind, thing):
    event = {"id": f"evt_{secrets.token_hex(8)}", "object": "event", "type": kind, "data": {"object": thing}}
    return json.dumps(event).encode()


def signed(body, secret, at=None):
    at = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), f"{at}.{body.decode()}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
