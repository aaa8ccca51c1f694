"""The walls of the house, read from the source: who may import whom, who may write what, how long a room may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("newsroom", "memberships", "articles")
MAY_KNOW = {"newsroom": set(APPS), "memberships": {"memberships", "articles"}, "articles": {"articles"}}

LEAVES = {
    "articles": set(
        "analyser anchors blocks compare content converters embeds enumeration grammar isolates markup "
        "merging parts photo_metadata placeholders renditions sequences states story weight".split()
    ),
    "memberships": {"states", "money", "providers"},
}
VERBS = {
    "articles": set(
        "workflow publishing revisions search pictures readiness lineage composition scheduling publication"
        " furniture colleagues notices notes assignments notice_mail"
        " versions previewing checks checklist own_links signoffs restrictions autosaves presence corrections"
        " desk_search copies topics translations together dossier digests".split()
    ),
    "memberships": {"billing", "bookkeeping", "leases", "appeals", "emails", "accounts"},
}
READERS = (
    "articles/views/reading",
    "articles/feeds.py",
    "articles/sitemaps.py",
    "articles/search.py",
    "articles/templatetags",
)
OTHER_HOUSE = {"memberships.sandbox"}  # an outsider who lives in our repository


def sources(*places):
    for place in places:
        path = ROOT / place
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (file for file in files if "migrations" not in file.parts)


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path):
    """Every module this file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(module):
    """0 leaves, 1 nouns, 2 verbs, 3 doors; None outside the two apps with layers."""
    app, _, rest = module.partition(".")
    first = rest.partition(".")[0]
    if app not in LEAVES or not first:
        return None
    if first in LEAVES[app]:
        return 0
    if first == "models":
        return 1
    return 2 if first in VERBS[app] else 3


@pytest.mark.parametrize("app", APPS)
def test_no_app_knows_one_above_it(app):
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in sources(app)
        if not name_of(path).startswith(tuple(OTHER_HOUSE))
        for module in imports(path)
        if module.partition(".")[0] in set(APPS) - MAY_KNOW[app]
    ]
    assert not wrong


@pytest.mark.parametrize("app", ["articles", "memberships"])
def test_a_layer_imports_only_from_those_below_it(app):
    wrong = []
    for path in sources(app):
        name = name_of(path)
        here = layer(name)
        if here is None or here == 3 or name.startswith(tuple(OTHER_HOUSE)):
            continue
        for module in imports(path):
            there = layer(module)
            if there is not None and there > here:
                wrong.append(f"{name} (layer {here}) imports {module} (layer {there})")
    assert not wrong


def test_leaves_know_no_database():
    files = [path for app in LEAVES for path in sources(app) if layer(name_of(path)) == 0]
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in files
        for module in imports(path)
        if module.startswith("django.db") and path.name != "states.py"  # choices are data
    ]
    assert not wrong


def test_readers_code_never_imports_the_working_copy_and_never_asks_the_time():
    wrong = []
    for path in sources(*READERS):
        text = path.read_text(encoding="utf-8")
        wrong += [f"{path.name} imports {name}" for name in imports(path) if name.endswith(".Article")]
        wrong += [
            f"{path.name} asks the time" for word in ("timezone.now", "datetime.now", "date.today") if word in text
        ]
    assert not wrong


def test_there_are_no_signals_between_our_own_modules():
    allowed = {"newsroom.apps", "newsroom.accounts"}
    wrong = [
        name_of(path)
        for path in sources(*APPS)
        if name_of(path) not in allowed
        and any(module.startswith(("django.dispatch", "django.db.models.signals")) for module in imports(path))
    ]
    assert not wrong


def test_only_the_verbs_write_a_storys_state():
    writers = {"articles.workflow.steps", "articles.revisions", "articles.models.article"}
    wrong = []
    for path in sources("articles", "newsroom"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and name_of(path) not in writers:
                wrong += [
                    f"{name_of(path)}:{node.lineno}"
                    for target in node.targets
                    if isinstance(target, ast.Attribute)
                    and target.attr == "status"
                    and "article" in ast.dump(target.value)
                ]
    assert not wrong


def test_only_publishing_writes_what_readers_see():
    writing = ("PublishedArticle.objects.create", "PublishedArticle(", "PublishedPicture(", "PublishedTopic(")
    allowed = {"articles.publishing", "articles.models.published"}
    wrong = [
        f"{name_of(path)}: {word}"
        for path in sources("articles", "newsroom", "memberships")
        if name_of(path) not in allowed
        for word in writing
        if word in path.read_text(encoding="utf-8")
    ]
    assert not wrong


def test_only_env_reads_the_environment():
    wrong = [
        name_of(path)
        for path in sources(*APPS)
        if name_of(path) not in {"newsroom.env", "newsroom.wsgi"}
        and any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "os.getenv"))
        and "management" not in path.parts
    ]
    assert not wrong


def test_no_relation_leads_from_a_name_to_the_desks_rows():
    from articles.models import DESK, Author, Format, Region, Series

    desk = set(DESK)
    wrong = [
        f"{model.__name__}.{relation.get_accessor_name()}"
        for model in (Author, Region, Series, Format)
        for relation in model._meta.related_objects
        if relation.related_model in desk and not relation.get_accessor_name().endswith("+")
    ]
    assert not wrong


def test_models_override_no_save_and_stay_small():
    from django.apps import apps

    wrong = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            wrong += [f"{model.__name__}.save"] if "save" in model.__dict__ else []
            wrong += [f"{model.__name__} has {len(model._meta.fields)} fields"] if len(model._meta.fields) > 30 else []
    assert not wrong


def test_no_file_is_longer_than_a_room_one_knows():
    limits = {".py": 400, ".html": 150, ".css": 400, ".js": 400}
    wrong = []
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if parts[0] not in (*APPS, "templates", "static", "tests", "deploy") or {"migrations", "vendor"} & set(parts):
            continue
        limit = limits.get(path.suffix)
        if limit and path.is_file() and (length := len(path.read_text(encoding="utf-8").splitlines())) > limit:
            wrong.append(f"{path.relative_to(ROOT)}: {length} lines")
    assert not wrong


def test_templates_have_no_script_and_no_style_of_their_own():
    import re

    inline = re.compile(
        r"<script(?![^>]*\b(src|type=\"(application/(ld\+)?json|importmap)\"))|\sstyle=|\son[a-z]+=\"", re.I
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not wrong
