"""Who may sign in and how: allauth's questions, answered by the house."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """Nobody signs up by themselves: colleagues are invited, supporters join."""
        return False
