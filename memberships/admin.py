"""The membership manager's rooms in the desk. Money is only read here: the provider decides what moved."""

from django.contrib import admin, messages
from django.db.models import Sum
from django.forms import SplitDateTimeWidget
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.furniture import PageEditor
from articles.editor import words
from articles.enumeration import enumerated
from memberships import appeals, leases, money
from memberships.forms import PlanForm
from memberships.models import (
    Appeal,
    Consent,
    Contribution,
    LedgerEntry,
    Letter,
    Member,
    Plan,
    ProviderEvent,
    Subscription,
)


class OnlyToRead(admin.ModelAdmin):
    """Rows that people may look at, and nobody writes by hand."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class OnlyToReadInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class MakesAnEdition(admin.ModelAdmin):
    """What readers see: live on save, in a new edition. The edition is made last, in the form's transaction."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        appeals.changed(f"{self.model._meta.model_name} changed")

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        appeals.changed(f"{self.model._meta.model_name} deleted")

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        appeals.changed(f"{self.model._meta.model_name} deleted")


@admin.display(description=_("amount"), ordering="amount_minor")
def amount(row):
    return money.display(row.amount_minor, row.currency)


@admin.display(description=_("came from story"))
def story(member):
    """Only the number: whoever looks after members sees no story that is not published."""
    return member.came_from or "–"


class SubscriptionInline(OnlyToReadInline):
    model = Subscription
    fields = [amount, "interval", "status", "current_period_end", "started_at"]
    readonly_fields = fields


class ContributionInline(OnlyToReadInline):
    model = Contribution
    fields = ["at", amount, "provider_ref"]
    readonly_fields = fields


class ConsentInline(OnlyToReadInline):
    model = Consent
    fields = ["at", "kind", "wording", "language"]
    readonly_fields = fields
    show_change_link = False


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = ["__str__", "email", "language", story, "given", "created_at"]
    list_filter = ["language", "subscriptions__status", "created_at"]
    search_fields = ["name", "email", "subscriptions__provider_ref", "contributions__provider_ref"]
    search_help_text = _("Name, e-mail address, or the provider's number of a payment")
    date_hierarchy = "created_at"
    fields = ["name", "email", "language", story, "created_at", "user"]
    readonly_fields = [story, "created_at", "user"]
    inlines = [SubscriptionInline, ContributionInline, ConsentInline]
    list_per_page = 50

    def has_add_permission(self, request):
        return False  # members come through the door

    def has_delete_permission(self, request, obj=None):
        return False  # their money stays in the books

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("contributions__ledger")

    @admin.display(description=_("given so far"))
    def given(self, member):
        """What came in less what went back, by currency."""
        totals = {}
        for contribution in member.contributions.all():
            for line in contribution.ledger.all():
                if line.kind != LedgerEntry.Kind.FEE:
                    totals[line.currency] = totals.get(line.currency, 0) + line.amount_minor
        return enumerated(money.display(minor, currency) for currency, minor in sorted(totals.items())) or "–"


@admin.register(Subscription)
class SubscriptionAdmin(OnlyToRead):
    list_display = ["member", amount, "interval", "status", "current_period_end", "started_at", "cancelled_at"]
    list_filter = ["status", "interval", "provider"]
    search_fields = ["member__email", "member__name", "provider_ref", "customer_ref"]
    list_select_related = ["member"]
    date_hierarchy = "started_at"
    fields = [
        "member",
        amount,
        "interval",
        "status",
        "current_period_end",
        "started_at",
        "cancelled_at",
        "facts_at",
        "provider",
        "provider_ref",
        "customer_ref",
    ]
    readonly_fields = [amount]


@admin.register(Contribution)
class ContributionAdmin(OnlyToRead):
    list_display = ["at", "member", amount, "subscription", "provider_ref"]
    list_filter = ["provider", "currency", "at"]
    search_fields = ["member__email", "member__name", "provider_ref"]
    list_select_related = ["member", "subscription"]
    date_hierarchy = "at"
    fields = ["member", amount, "at", "subscription", "provider", "provider_ref"]
    readonly_fields = [amount]


@admin.register(LedgerEntry)
class LedgerEntryAdmin(OnlyToRead):
    list_display = ["at", "kind", amount, "member", "provider_ref", "event"]
    list_filter = ["kind", "currency", "at"]
    search_fields = ["provider_ref", "contribution__provider_ref", "contribution__member__email"]
    list_select_related = ["contribution__member", "event"]
    date_hierarchy = "at"
    fields = ["kind", amount, "at", "contribution", "provider_ref", "event"]
    readonly_fields = [amount]

    @admin.display(description=_("member"))
    def member(self, line):
        return line.contribution.member

    def changelist_view(self, request, extra_context=None):
        totals = LedgerEntry.objects.order_by().values("currency").annotate(minor=Sum("amount_minor"))
        told = enumerated(money.display(row["minor"], row["currency"]) for row in totals)
        subtitle = _("All lines together: %(total)s") % {"total": told or "0"}
        return super().changelist_view(request, {"subtitle": subtitle, **(extra_context or {})})


class Owed(admin.SimpleListFilter):
    title = _("done")
    parameter_name = "owed"

    def lookups(self, request, model_admin):
        return [("owed", _("still owed")), ("failing", _("owed after an error"))]

    def queryset(self, request, queryset):
        owed = queryset.filter(**{f"{self.done}__isnull": True})
        return {"owed": owed, "failing": owed.exclude(last_error="")}.get(self.value(), queryset)


class EventOwed(Owed):
    done = "processed_at"


class LetterOwed(Owed):
    done = "sent_at"


@admin.action(description=_("Try again at once"), permissions=["retry"])
def try_again(modeladmin, request, queryset):
    freed = leases.free_again(queryset.owed())
    said = ngettext("%d will be tried again in a moment.", "%d will be tried again in a moment.", freed) % freed
    modeladmin.message_user(request, said, messages.SUCCESS if freed else messages.INFO)


class Retried(OnlyToRead):
    actions = [try_again]

    def has_retry_permission(self, request):
        return request.user.has_perm("memberships.view_providerevent")


@admin.register(ProviderEvent)
class ProviderEventAdmin(Retried):
    list_display = ["received_at", "provider", "type", "processed_at", "attempts", "last_error"]
    list_filter = [EventOwed, "provider", "type"]
    search_fields = ["event_id", "type"]
    fields = [
        "provider",
        "event_id",
        "type",
        "received_at",
        "processed_at",
        "attempts",
        "claimed_until",
        "last_error",
        "message",
    ]
    readonly_fields = fields

    @admin.display(description=_("message"))
    def message(self, event):
        return format_html("<pre>{}</pre>", event.payload)


@admin.register(Letter)
class LetterAdmin(Retried):
    list_display = ["created_at", "kind", "member", "sent_at", "attempts", "last_error"]
    list_filter = [LetterOwed, "kind"]
    search_fields = ["member__email", "member__name"]
    list_select_related = ["member"]


def moment_widget():
    """A day and an hour, as the browser asks for them."""
    return SplitDateTimeWidget(
        date_attrs={"type": "date", "aria-label": _("Date")},
        time_attrs={"type": "time", "aria-label": _("Time")},
        date_format="%Y-%m-%d",
        time_format="%H:%M",
    )


@admin.register(Appeal)
class AppealAdmin(MakesAnEdition):
    change_form_template = "admin/articles/page/change_form.html"  # it brings the editor's words
    list_display = ["__str__", "language", "region", "begins_at", "ends_at", "active"]
    list_filter = ["active", "language", ("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["heading", "text"]
    list_select_related = ["region"]
    fieldsets = [
        (None, {"fields": ["heading", "text", "button"]}),
        (_("Below it: become a member"), {"fields": ["member_heading", "member_text"]}),
        (_("Where and when"), {"fields": ["language", "region", "begins_at", "ends_at", "active"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "text":
            kwargs["widget"] = PageEditor({"rows": 12, "dir": "auto"})
        if db_field.name in {"begins_at", "ends_at"}:
            kwargs["widget"] = moment_widget()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request, context, **options):
        return super().render_change_form(request, context | {"words": words()}, **options)


@admin.register(Plan)
class PlanAdmin(MakesAnEdition):
    form = PlanForm
    list_display = ["interval", "least", "chosen_already", "suggested", "position", "active"]
    fields = ["interval", "currency", "minimum_minor", "suggested_minor", "default_minor", "position", "active"]

    @admin.display(description=_("least amount"), ordering="minimum_minor")
    def least(self, plan):
        return money.display(plan.minimum_minor, plan.currency)

    @admin.display(description=_("chosen already"), ordering="default_minor")
    def chosen_already(self, plan):
        return money.display(plan.default_minor, plan.currency)

    @admin.display(description=_("suggested amounts"))
    def suggested(self, plan):
        return enumerated(money.display(minor, plan.currency) for minor in plan.suggested_minor)
