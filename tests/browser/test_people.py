"""Managing editors look after people and the publication in the desk, with nothing in the console."""

from django.urls import reverse


def test_the_pages_of_people_and_of_the_publication(page, server, make, sign_in_as, axe):
    colleague = make.journalist(name="Leila Mansouri")
    sign_in_as(page, make.managing_editor(name="Ingrid Dahl"))
    person = [colleague.pk]
    for address in (
        reverse("admin:newsroom_user_changelist"),
        reverse("admin:newsroom_user_add"),
        reverse("admin:newsroom_user_change", args=person),
        reverse("admin:deactivate_person", args=person),
        reverse("admin:newsroom_publication_change", args=[1]),
    ):
        page.goto(address)
        assert page.url == server + address
        axe(page)
    page.goto(reverse("admin:newsroom_user_change", args=person))
    page.get_by_role("link", name="Deactivate").click()
    page.get_by_role("button", name="Deactivate Leila Mansouri").click()
    page.get_by_text("Leila Mansouri can no longer sign in").wait_for()
