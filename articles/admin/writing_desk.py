"""What stands around the form of the writing screen: the story's state, its next step, what keeps it from going out."""

from django.utils.translation import gettext as _

from articles import dossier, editor, lineage, previewing, workflow
from articles.admin import (
    checks,
    going_on,
    history,
    hours,
    offers,
    presses,
    preview_links,
    restriction,
    saving,
    telling,
    translating,
    weighing,
)
from articles.admin.assigning import assignment_context
from articles.admin.conversation import notes_context
from articles.admin.reading import for_the_desk
from articles.states import LAPSES_TO_DRAFT, PaperState, Status


def desk_context(model_admin, request, form, article) -> dict:
    """For the template of the writing screen; `article` is None for a story that is only begun."""
    may_edit = model_admin.has_change_permission(request, article) if article else True
    context = {
        "writing": form,
        "may_edit": may_edit,
        "words": editor.words() | offers.words(),
    }
    context |= going_on.keeping(request, form, article)
    if article is None or article.head is None:
        return context
    user = request.user
    parts = (
        _state(user, article),
        _text(request, article, may_edit),
        restriction.panel(article, user),
        preview_links.of_story(article),
        notes_context(article, user),
        assignment_context(article, user),
        telling.panel(article, user),
        translating.panel(article, user),
    )
    return context | {name: value for part in parts for name, value in part.items()}


def _text(request, article, may_edit):
    context = {
        **weighing.words_of(article.head),
        "opened_on": saving.number(request.POST.get("opened_on")) or article.head_id,
        **checks.panel(article.head, request.user),
        "printed_corrections": [note for note in dossier.of(article.pk).corrections if note.published_at],
        "embargo_said": hours.embargo(article, request.user),
        "planned_said": hours.planned(article, request.user),
    }
    if not may_edit:
        context["reading"] = for_the_desk(previewing.composed(article.head.parsed, article.pk))
    return context


def _state(user, article):
    buttons = presses.buttons(article, user)
    main = presses.next_button(buttons)
    about = dossier.of(article.pk)
    published = about.published
    return {
        "article": article,
        "main": main,
        "others": [button for button in buttons if button != main],
        "last_move": history.last_move(article),
        "next_step": "" if main else _next_step(article),
        "published": published,
        "urgency": workflow.urgency(about.live_text) if published and published.urgent else None,
        "withdrawal": _withdrawal(about),
        "readers_have": about.readable,
        "hours": hours.scheduled(article, user),
        "aside": workflow.aside_of(article),
        "apart": workflow.apart(article),
        "agreed": lineage.agreements(article.head),
        "lapses": _lapses(article),
    }


def _withdrawal(about):
    """Who took it from readers, when and why, while it is withdrawn."""
    return next(iter(about.withdrawals), None) if about.published and not about.readable else None


def _is_withdrawn(article):
    published = dossier.of(article.pk).published
    return published is not None and published.state == PaperState.WITHDRAWN


def _lapses(article):
    """What a save that changes the text would take back; said before it happens."""
    if article.status not in LAPSES_TO_DRAFT:
        return ""
    return {
        Status.APPROVED: _("A change of the text takes its approval back."),
        Status.SCHEDULED: _("A change of the text takes its approval back, and the story off the schedule."),
        Status.PUBLISHED: _("Readers keep the published text until a changed one is approved and published."),
    }[article.status]


def _next_step(article):
    """Who has to do what, for somebody who cannot do it."""
    if article.binned_at:
        return _("It is in the bin.")
    if article.status == Status.APPROVED and _is_withdrawn(article):
        return _("Next: somebody who may bring stories back publishes it.")
    return {
        Status.DRAFT: _("Next: its writer sends it to an editor."),
        Status.CHANGES_REQUESTED: _("Next: its writer makes the changes and sends it again."),
        Status.IN_REVIEW: _("Next: a colleague agrees, or an editor approves it or asks for changes."),
        Status.APPROVED: _("Next: an editor publishes or schedules it."),
        Status.SCHEDULED: _("Next: it goes out by itself at its time."),
        Status.PUBLISHED: _("Readers see it."),
    }[article.status]
