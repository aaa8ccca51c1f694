"""Who sits behind a session, and what they may do: asked in one question, since every page of the desk wants both."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission

from articles import together
from newsroom.models import User

PEOPLE = together.Prepared(lambda person: User.objects.filter(pk=person))
OWN = together.Prepared(lambda person: _rights().filter(user=person))
OF_ROLES = together.Prepared(lambda person: _rights().filter(group__user=person))


def _rights():
    return Permission.objects.order_by().values_list("content_type__app_label", "codename")


class PersonWithRights(AuthenticationBackend):
    """As allauth's, which is Django's: the rights of a person are their own and those of their roles."""

    def get_user(self, user_id):
        people, own, of_roles = (question.of(person=user_id) for question in (PEOPLE, OWN, OF_ROLES))
        together.ask(people, own, of_roles)
        person = next((one for one in people if self.user_can_authenticate(one)), None)
        if person and not person.is_superuser:  # a superuser has them all, also those that nobody was given
            person._user_perm_cache = {f"{app}.{codename}" for app, codename in own}
            person._group_perm_cache = {f"{app}.{codename}" for app, codename in of_roles}
        return person
