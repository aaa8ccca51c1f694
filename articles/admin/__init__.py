from articles.admin import checklist, furniture, inbox, pictures, sign_offs, stories  # noqa: F401  each registers itself
