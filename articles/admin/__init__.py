from articles.admin import furniture, pictures, stories  # noqa: F401 (each registers itself)
