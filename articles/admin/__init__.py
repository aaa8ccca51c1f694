from articles.admin import checklist, furniture, pictures, sign_offs, stories  # noqa: F401 (each registers itself)
