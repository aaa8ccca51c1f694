"""The list of stories: found by words, narrowed by state, person, region, format and language, fifty to a page."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import EmptyPage, Paginator
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles import desk_search, digests, together
from articles.admin import filters, hours, waiting
from articles.enumeration import enumerated
from articles.models import Byline

MOST_COUNTED = 1000
LINES = together.Prepared(lambda stories: Byline.objects.filter(article__in=stories).select_related("author"))


class ForgivingPaginator(Paginator):
    """A page behind the last one is the last one. Counting ends at `MOST_COUNTED`: what lies behind is for the
    filters, and counting a hundred thousand rows would cost more than showing fifty."""

    @cached_property
    def count(self):
        return min(self._counted, MOST_COUNTED)

    def get_elided_page_range(self, number=1, **options):
        return super().get_elided_page_range(max(1, min(int(number), self.num_pages)), **options)

    @property
    def has_more(self):
        return self._counted > MOST_COUNTED

    @cached_property
    def _counted(self):
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    def page(self, number):
        try:
            return super().page(number)
        except EmptyPage:
            return super().page(self.num_pages if int(number) > 1 else 1)


class StoryChangeList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        found = super().get_queryset(request, exclude_parameters).defer("body")
        return found.select_related("region", "created_by", "assigned_to")

    def get_results(self, request):
        """With what stands beside each of the shown stories, and the names in its byline."""
        super().get_results(request)
        keys = [story.pk for story in self.result_list]
        if not keys:
            return
        rows, lines = digests.questions(keys, request.user), LINES.of(stories=keys)
        together.ask(*rows.values(), lines)
        digests.give(self.result_list, rows)
        together.attach(self.result_list, "bylines", lines, "article_id")


class StoryList:
    """Mixin for the stories' ModelAdmin. Lookups from the address line are closed but for the filters' own names."""

    change_list_template = "admin/story_list.html"
    list_display = ("name", "state", "waits", "hours", "signed", "place", "tongue", "touched")
    list_display_links = None
    list_filter = filters.ALL
    list_per_page = list_max_show_all = 50
    paginator = ForgivingPaginator
    search_fields = ("headline",)  # the words themselves are looked up below
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_changelist(self, request, **kwargs):
        return StoryChangeList

    def lookup_allowed(self, lookup, value, request):
        """`?created_by__password__startswith=` must not tell anybody anything."""
        return filters.is_ours(self, lookup)

    def changelist_view(self, request, extra_context=None):
        """With each story's moments, said where the person is, at the desk and in UTC."""
        answer = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown and "publication" in shown:
            for story in shown["cl"].result_list:
                story.hours = hours.in_words(story, (request.user.zone, shown["publication"].zone))
        return answer

    def get_search_results(self, request, queryset, search_term):
        """Stories in which every word stands somewhere: in the text or in a name of the byline."""
        return (desk_search.found_in(queryset, search_term) if search_term.strip() else queryset), False

    @admin.display(description=_("Story"), ordering="headline")
    def name(self, story):
        link = '<a class="story-name" dir="auto" lang="{}" href="{}/change/">{}</a><div class="quiet">{}</div>'
        return format_html(link, story.language, story.pk, story, story.slugline)

    @admin.display(description=_("State"), ordering="status")
    def state(self, story):
        return format_html_join(" ", '<span class="chip chip--{}">{}</span>', waiting.chips(story))

    @admin.display(description=_("Waits for"))
    def waits(self, story):
        who = waiting.waits_for(story)
        if not who:
            return "–"
        lines = filter(None, (waiting.since_when(story), waiting.due(story)))
        return format_html(
            "{}{}", who, format_html_join("", '<div class="quiet">{}</div>', ((line,) for line in lines))
        )

    @admin.display(description=_("When"))
    def hours(self, story):
        return format_html_join("", '<div class="when"><b>{}</b> {}</div>', map(_hour, story.hours)) or "–"

    @admin.display(description=_("Byline"))
    def signed(self, story):
        language = get_language() or ""
        return enumerated(line.author.name_in(language) for line in story.bylines.all()) or "–"

    @admin.display(description=_("Region"))
    def place(self, story):
        return story.region.name_in(get_language() or "") if story.region else "–"

    @admin.display(description=_("Language"))
    def tongue(self, story):
        return story.get_language_display()

    @admin.display(description=_("Changed"), ordering="modified_at")
    def touched(self, story):
        return waiting.how_long_ago(story.modified_at)


def _hour(line):
    """(what, when): the hour here in full, elsewhere beside it."""
    (_place, here), *elsewhere = line.moments
    beside = format_html_join("", '<span class="when__place"><bdi>{1}</bdi> <bdi>{0}</bdi></span> ', elsewhere)
    return line.words, format_html('<span>{}</span><div class="quiet">{}</div>', here, beside)
