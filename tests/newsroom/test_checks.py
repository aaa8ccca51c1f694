"""What `manage.py check --deploy` says before a newsroom opens to others."""

from newsroom.checks import letters_have_a_server, money_has_a_provider


def ids(settings, **values):
    for name, value in {"LOCAL": False, "PAYMENT_PROVIDER": "stripe", **values}.items():
        setattr(settings, name, value)
    return [error.id for error in money_has_a_provider(None)]


def test_a_newsroom_for_others_does_not_open_with_money_that_does_not_move(settings):
    assert ids(settings, PAYMENT_PROVIDER="sandbox") == ["newsroom.E001"]


def test_a_newsroom_for_others_does_not_open_without_the_providers_keys(settings):
    assert ids(settings, STRIPE_SECRET_KEY="sk", STRIPE_WEBHOOK_SECRET="") == ["newsroom.E002"]
    assert ids(settings, STRIPE_SECRET_KEY="sk", STRIPE_WEBHOOK_SECRET="whsec") == []


def test_a_newsroom_for_others_does_not_open_without_a_mail_server(settings):
    settings.LOCAL, settings.MAIL_SERVER = False, {}
    assert [error.id for error in letters_have_a_server(None)] == ["newsroom.E003"]
    settings.MAIL_SERVER = {"EMAIL_HOST": "mail.example.org"}
    assert letters_have_a_server(None) == []


def test_a_form_of_more_than_we_take_is_refused_with_words(client, db):
    answer = client.post(
        "/membership/account/login/", data=b"x" * 13_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert "larger than we take" in answer.content.decode()
