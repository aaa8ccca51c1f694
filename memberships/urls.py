"""The door. Signing in itself stands beside it, at account/ too: see `newsroom.account_urls`."""

from django.urls import path

from memberships.views import account, joining, webhooks

urlpatterns = [
    path("", joining.membership, name="membership"),
    path("join/", joining.join, name="join"),
    path("thanks/", joining.thanks, name="thanks"),
    path("webhooks/<slug:provider>/", webhooks.webhook, name="webhook"),
    path("account/", account.account, name="account"),
    path("account/receipts/<int:pk>/", account.receipt, name="receipt"),
    path("account/subscriptions/<int:pk>/cancel/", account.subscription_cancel, name="subscription_cancel"),
    path("account/subscriptions/<int:pk>/resume/", account.subscription_resume, name="subscription_resume"),
    path("account/subscriptions/<int:pk>/card/", account.subscription_portal, name="subscription_portal"),
]
