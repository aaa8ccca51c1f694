"""The filters above the list of stories: each a field of one form, each with a fixed list of words."""

from django.conf import settings
from django.contrib.admin import SimpleListFilter
from django.contrib.auth import get_user_model
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from articles.admin import boards
from articles.models import Article, Author, Byline, Format, PublishedArticle, Region
from articles.states import PaperState, Status

TO_BE_DONE = {
    "unfinished": gettext_lazy("Not finished"),
    "owed": gettext_lazy("My sign-off is waited for"),
    "waiting": gettext_lazy("On the schedule"),
    "failing": gettext_lazy("Could not go out, or will not"),
    "urgent": gettext_lazy("Not countersigned"),
    "apart": gettext_lazy("Two texts to bring together"),
    "stale": gettext_lazy("Translations whose original changed"),
}


class Choice(SimpleListFilter):
    """A `<select>`. `groups()` gives [(heading or None, [(value, words), …]), …]; other values filter nothing."""

    template = "admin/_choice.html"
    everything = gettext_lazy("All")

    def __init__(self, request, params, model, model_admin):
        self.user = request.user
        super().__init__(request, params, model, model_admin)
        self.grouped = self.groups()
        known = {str(value) for _heading, choices in self.grouped for value, _words in choices}
        self.chosen = self.value() if self.value() in known else ""

    def lookups(self, request, model_admin):
        return [("", "")]  # Django wants one; ours come from groups()

    def has_output(self):
        return True

    def choices(self, changelist):
        return [
            (heading, [(value, words, str(value) == self.chosen) for value, words in choices])
            for heading, choices in self.grouped
        ]

    def queryset(self, request, stories):
        return self.narrow(stories) if self.chosen else stories


class State(Choice):
    title, parameter_name = gettext_lazy("State"), "state"

    def groups(self):
        return [
            (_("At the desk"), Status.choices),
            (_("In the paper"), PaperState.choices),
            (_("What is to be done"), list(TO_BE_DONE.items())),
        ]

    def narrow(self, stories):
        if self.chosen in Status:
            return stories.in_status(self.chosen)
        if self.chosen in boards.STORIES:
            return boards.STORIES[self.chosen](stories, self.user)
        paper = PublishedArticle.objects.filter(state=self.chosen)
        return stories.filter(pk__in=paper.values("article_id"))


class Who(Choice):
    title, parameter_name, everything = gettext_lazy("Person"), "who", gettext_lazy("Everybody")

    def groups(self):
        kinds = {"person": [], "author": []}
        for kind, number, name in sorted(_everybody(), key=lambda one: one[2].casefold()):
            kinds[kind].append((f"{kind}-{number}", name))
        return [
            (None, [("me", _("My own"))]),
            (_("People"), kinds["person"]),
            (_("Authors without an account"), kinds["author"]),
        ]

    def narrow(self, stories):
        kind, _dash, number = self.chosen.partition("-")
        if kind == "me":
            return stories.all_written_by(self.user)
        if kind == "person":
            return stories.all_written_by(get_user_model()(pk=int(number)))
        return stories.filter(Exists(Byline.objects.filter(article=OuterRef("pk"), author=int(number))))


def _everybody():
    """(kind, key, name) of the newsroom's people and of authors who have no account; one query."""
    named = Coalesce(NullIf("name", Value("")), "email", output_field=CharField())
    people = get_user_model().objects.order_by().filter(is_staff=True, is_active=True)
    authors = Author.objects.order_by().filter(user=None)
    return (
        people.annotate(kind=Value("person"), named=named)
        .values_list("kind", "pk", "named")
        .union(authors.annotate(kind=Value("author")).values_list("kind", "pk", "name"), all=True)
    )


class Place(Choice):
    """A country, or a world region with all that lies below it."""

    title, parameter_name, everything = gettext_lazy("Region"), "region", gettext_lazy("Everywhere")

    def groups(self):
        language = get_language() or ""
        self.below, names = {}, {}
        for region in Region.objects.order_by("position", "name"):
            self.below.setdefault(region.parent_id, []).append(region.pk)
            names[region.pk] = region.name_in(language)
        return [(names[world], [(pk, names[pk]) for pk in self._tree(world)]) for world in self.below.get(None, [])]

    def _tree(self, pk):
        yield pk
        for child in self.below.get(pk, []):
            yield from self._tree(child)

    def narrow(self, stories):
        wanted = list(self._tree(int(self.chosen)))
        also = Article.other_regions.through.objects.filter(region__in=wanted).values("article")
        there = Article.objects.order_by().filter(region__in=wanted).values("pk")
        return stories.filter(pk__in=there.union(also))


class Tongue(Choice):
    title, parameter_name = gettext_lazy("Language"), "language"

    def groups(self):
        return [(None, settings.LANGUAGES)]

    def narrow(self, stories):
        return stories.filter(language=self.chosen)


class Kind(Choice):
    title, parameter_name = gettext_lazy("Format"), "format"

    def groups(self):
        language = get_language() or ""
        return [(None, [(one.pk, one.name_in(language)) for one in Format.objects.all()])]

    def narrow(self, stories):
        return stories.filter(format=int(self.chosen))


class Bin(Choice):
    """Stories in the bin are in no list but their own."""

    title, parameter_name, everything = gettext_lazy("Bin"), "bin", gettext_lazy("Not in the bin")

    def groups(self):
        return [(None, [("1", _("In the bin"))])]

    def queryset(self, request, stories):
        return stories.binned() if self.chosen else stories.kept()


ALL = (State, Who, Place, Kind, Tongue, Bin)


def is_ours(model_admin, parameter: str) -> bool:
    """Whether a parameter of the address belongs to one of the list's own filters; no other narrows it."""
    return parameter in {one.parameter_name for one in model_admin.list_filter}
