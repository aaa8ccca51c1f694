"""Every kind of page there is, as addresses, and the rows that make each of them full."""

from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import translation

from articles import workflow
from articles.models import Article, Page, PublishedArticle
from memberships.models import Appeal, Contribution, LedgerEntry, Member, Plan, ProviderEvent, Subscription
from newsroom.models import Beat, Publication, User
from tests import make
from tests.memberships import door

BODY = """<p>It rained for nine days. <a href="https://example.org/">The gauge</a> broke on the third.</p>
<h2>The valley road</h2><ul><li><p>Sacks</p></li><li><p>Pumps</p></li></ul>
<blockquote><p>“Nobody told us,” said the miller.</p></blockquote>
<figure data-image="{image}" data-size="wide" data-alt="A road" data-credit="Drawn/Desk">
<figcaption>The road at dusk.</figcaption></figure>
<figure data-image="{image}" data-size="small" data-alt="A gauge" data-credit="Drawn/Desk">
<figcaption>The gauge.</figcaption></figure>
<aside class="pull-quote"><p>The water came before the morning.</p><cite>Halima, miller</cite></aside>
<p>The market moved to the hill.</p>"""


def address(name, *args, language="en", **kwargs) -> str:
    with translation.override(language):
        return reverse(name, args=args, kwargs=kwargs)


def house() -> None:
    Publication.objects.update_or_create(pk=1, defaults={"name": "The Valley Paper", "tagline": "From the far end"})
    for language in ("en", "fr", "ar"):
        Appeal.objects.create(heading="Help us stay", text="<p>Rain costs.</p>", button="Give", language=language)
    Beat.strike()


# The paper -----------------------------------------------------------------------------------------


def full_story(**fields):
    """A live story with every element that a story page knows, and its French and Arabic siblings."""
    picture = make.image()
    earlier = make.article(state="live", headline="The dam that nobody opened")
    writer = make.author("Amina Salou", biography="Amina Salou reports from Zinder.")
    told = {
        "lead_image": picture,
        "body": BODY.format(image=picture.pk),
        "region": make.region("niger"),
        "series": make.series(description="Short and checked."),
    }
    told |= {"dateline": "Zinder, Niger", "signoff": "– Amina Salou", **fields}
    story = make.article(
        state="live", bylines=[writer, make.author("Idris Maha")], topics=["Floods"], related=[earlier],
        corrections=["The gauge broke on the third day, not the second."], headline="Rain in the valley", **told,
    )  # fmt: skip
    for language, headline in (("fr", "La pluie dans la vallée"), ("ar", "المطر في الوادي")):
        make.article(state="live", language=language, translation_of=story, headline=headline, **told)
    return story


def pages_of_the_paper() -> dict[str, int]:
    """Address → the status it answers."""
    house()
    story = full_story()
    Page.objects.create(slug="about-us", heading="About us", body="<h2>Who we are</h2><p>Four people.</p>")
    named = {"region": story.region.slug, "topic": "floods", "series": story.series.slug, "format": story.format.slug}
    named["author"] = story.bylines.first().author.slug
    found = ["front", "latest", "region_list", "author_list", "search", "correction_list"]
    pages = [address(name, language=language) for name in found for language in ("en", "ar")]
    pages.append(address("front", language="fr"))
    pages += [address(f"{kind}_detail", slug=slug) for kind, slug in named.items()]
    pages += [address("search") + "?q=" + quote(words) for words in ("rain", "zzz")]
    pages += [address("page_detail", slug="about-us"), *(address_of(row) for row in PublishedArticle.objects.live())]
    archived = address_of_story(make.article(state="archived"))
    withdrawn = address_of_story(make.article(state="withdrawn"))
    return dict.fromkeys([*pages, archived], 200) | {"/nowhere/": 404, "/ar/nowhere/": 404, withdrawn: 410}


def address_of(published) -> str:
    return address("story_detail", language=published.language, date=published.date, slug=published.slug)


def address_of_story(article) -> str:
    return address_of(PublishedArticle.objects.get(article_id=article.pk))


# The door ------------------------------------------------------------------------------------------

PAGES_OF_THE_DOOR = [
    address(name, language=language) for name in ("membership", "join", "thanks") for language in ("en", "ar")
]


def supporter() -> tuple[User, list[str]]:
    """Somebody who gives, and the pages that are theirs."""
    door.member(ref="subscription_1", payments=[door.payment()])
    user = make.user(role=None, email="reader@example.org")
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    theirs = [Subscription.objects.get().pk], [Contribution.objects.get().pk]
    return user, [address("account"), address("subscription_cancel", *theirs[0]), address("receipt", *theirs[1])]


# Signing in ----------------------------------------------------------------------------------------

PAGES_OF_SIGNING_IN = [
    address(name, language=language)
    for language in ("en", "ar")
    for name in ("account_login", "account_request_login_code", "account_reset_password", "account_reset_password_done")
]
PAGES_BEHIND_THE_PASSWORD = [
    address(name)
    for name in (
        "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "account_change_password", "account_logout",
    )
]  # fmt: skip


def page_of_a_new_password(user) -> str:
    key = default_token_generator.make_token(user)
    return address("account_reset_password_from_key", uidb36=user_pk_to_url_str(user), key=key)


# The desk ------------------------------------------------------------------------------------------


def busy_desk(writer) -> dict[str, Article]:
    """State → a story by `writer` that is there, and among them one with a history."""
    house()
    picture = make.image()
    states = ("draft", "in_review", "approved", "scheduled", "live", "withdrawn")
    stories = {
        state: make.article(by=writer, state=state, lead_image=picture, topics=["Floods"], series=make.series(),
                            headline=f"A story that is {state.replace('_', ' ')}", body=BODY.format(image=picture.pk))
        for state in states
    }  # fmt: skip
    make.change(stories["live"], headline="A story that changed after it went live")
    returned = stories["returned"] = make.article(by=writer, state="in_review", headline="A story that came back")
    workflow.request_changes(returned.head, by=make.editor(), note="Ask the dam's owner.")
    return stories


def rows_of(model, *names, pk) -> list[str]:
    return [address(f"admin:{model}_{name}", *([] if name in ("changelist", "add") else [pk])) for name in names]


def pages_of_a_journalist(stories) -> list[str]:
    listed = address("admin:articles_article_changelist")
    pages = [address("admin:index"), listed, f"{listed}?state=in_review", f"{listed}?q=nothing-like-it"]
    pages += [
        address("admin:articles_article_change", stories[state].pk) for state in ("draft", "in_review", "returned")
    ]
    return [*pages, address("admin:articles_article_add")]


READ_BY_EDITORS = ("in_review", "approved", "scheduled", "live", "withdrawn")  # the others are shown to their writers


def pages_of_an_editor(stories) -> list[str]:
    live, waiting = stories["live"], stories["in_review"]
    asked = [(waiting, "request_changes"), (stories["approved"], "schedule"), (live, "withdraw")]
    pages = [
        address("admin:index"),
        *(address("admin:articles_article_change", stories[state].pk) for state in READ_BY_EDITORS),
    ]
    pages += [address("admin:articles_article_move", story.pk, verb) for story, verb in asked]
    pages += [address(f"admin:articles_article_{name}", live.pk) for name in ("history", "compare", "links")]
    pages += [address("admin:articles_article_preview", waiting.pk, waiting.head_id)]
    furniture = {"region": make.region(), "series": live.series, "format": live.format}
    furniture["author"] = live.bylines.first().author
    furniture["page"] = Page.objects.create(slug="about-us", heading="About us", body="<p>Four people.</p>")
    for kind, row in furniture.items():
        pages += rows_of(f"articles_{kind}", "changelist", "change", pk=row.pk)
    pages = [f"{page}?q=nig" if page == address("admin:articles_region_changelist") else page for page in pages]
    pages += rows_of("articles_region", "add", "history", "delete", pk=furniture["region"].pk)
    return [*pages, address("admin:articles_topic_changelist"), address("admin:app_list", app_label="articles")]


def pages_of_a_picture_editor(stories) -> list[str]:
    return [address("admin:index"), *rows_of("articles_image", "changelist", "add", "change", "history",
                                             pk=stories["live"].lead_image_id)]  # fmt: skip


def pages_of_a_managing_editor(stories) -> list[str]:
    colleague = make.journalist().pk
    pages = [address("admin:index"), *rows_of("newsroom_user", "changelist", "add", "change", "history", pk=colleague)]
    pages += rows_of("newsroom_publication", "change", "history", pk=1)
    pages += [address("admin:articles_article_move", stories["in_review"].pk, "publish_urgently")]
    return [*pages, address("admin:deactivate_person", colleague)]


def pages_of_a_membership_manager(_stories) -> list[str]:
    door.member(ref="subscription_2", email="other@example.org", payments=[door.payment()])
    ProviderEvent.objects.create(provider="sandbox", event_id="e", type="payment", payload="{}")
    pages = [address("admin:index"), *rows_of("memberships_letter", "changelist", pk=0)]
    for model in (Member, Subscription, Contribution, LedgerEntry, ProviderEvent, Appeal, Plan):
        name = f"memberships_{model._meta.model_name}"
        pages += rows_of(name, "changelist", "change", pk=model.objects.first().pk)
    return [*pages, *rows_of("memberships_appeal", "add", pk=0), *rows_of("memberships_plan", "add", pk=0)]
