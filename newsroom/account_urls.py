"""The pages of signing in. Of allauth's addresses only these exist; nobody signs up or keeps a list of addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from newsroom.accounts import sends_letters_last
from newsroom.entrance import adding_is_using, proven, sign_in_link

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", sends_letters_last(account.request_login_code), name="account_request_login_code"),
    path("login/code/confirm/", sends_letters_last(account.confirm_login_code), name="account_confirm_login_code"),
    path("login/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("link/<str:token>/", sign_in_link, name="sign_in_link"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", proven(account.password_set), name="account_set_password"),
    path("password/reset/", sends_letters_last(account.password_reset), name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("factors/", factors.index, name="mfa_index"),
    path("factors/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("factors/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("factors/app/add/", proven(adding_is_using(totp.activate_totp)), name="mfa_activate_totp"),
    path("factors/app/remove/", proven(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("factors/passkeys/add/", proven(adding_is_using(passkeys.add_webauthn)), name="mfa_add_webauthn"),
    path("factors/passkeys/<int:pk>/edit/", proven(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", proven(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("factors/passkeys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factors/codes/", proven(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("factors/codes/new/", proven(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/codes/download/", proven(recovery_codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
