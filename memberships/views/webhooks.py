"""Where payment providers tell us that something happened."""

import logging

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from memberships import billing, providers
from memberships.providers.base import ProviderError, WebhookRefused

log = logging.getLogger("memberships.webhooks")
LONGEST = 1_000_000  # bytes


@csrf_exempt  # no cookie opens this door: the message carries its provider's signature
@never_cache
@require_POST
def webhook(request, provider):
    """200 once the message is in the inbox, however often it comes; 400 for what its provider did not sign lately."""
    try:
        known = providers.named(provider)
    except ProviderError as error:
        raise Http404 from error
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return _answer("The message is longer than any a provider sends.", 413)
    try:
        event = billing.receive(known, request.body, request.headers)
    except WebhookRefused as refusal:
        log.warning("A message for %s was refused: %s", provider, refusal)
        return _answer(str(refusal), 400)
    billing.process(event)
    return _answer("Thank you.", 200)


def _answer(sentence, status):
    return HttpResponse(sentence + "\n", status=status, content_type="text/plain; charset=utf-8")
