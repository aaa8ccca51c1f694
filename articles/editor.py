"""What our own nodes of the body editor may emit, told to django-prose-editor."""


def allow_library_figure(config, shared):
    return None


def allow_pull_quote(config, shared):
    return None
