from articles.admin import furniture, pictures, sign_offs, stories  # noqa: F401 (each registers itself)
