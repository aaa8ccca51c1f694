# Each registers itself.
from articles.admin import checklist, furniture, inbox, pictures, sign_offs, stories  # noqa: F401
