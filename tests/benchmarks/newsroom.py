"""A newsroom of 100,000 stories, the rows made by the database itself: what the desk's pages are measured on."""

import random

from django.db import connection

from articles import analyser
from articles.models import Article, Revision
from tests import make

STORIES = 100_000
PEOPLE = 40
TEXTS = 200  # different ones, spread over the stories
WORDS = 500

ON_ITS_WAY = {  # of 100,000: what is not finished, by the state of the working copy
    "draft": 6000, "in_review": 400, "changes_requested": 300, "approved": 150, "scheduled": 100,
}  # fmt: skip

FILL = """
INSERT INTO articles_article (id, language, slugline, headline, standfirst, kicker, body, slug, format_id, series_id,
    region_id, dateline, signoff, lead_caption, lead_alt_text, lead_credit, status, head_id, embargo_zone,
    created_by_id, assigned_to_id, created_at, modified_at)
SELECT %(first)s + n, CASE n %% 10 WHEN 8 THEN 'fr' WHEN 9 THEN 'ar' ELSE 'en' END,
    'slugline-' || n, 'Headline number ' || n, 'What happened, and why it matters.', '', texts.body, 'story-' || n,
    formats.id, NULL, regions.id, '', '', '', '', '', states.status, %(first)s + n * 2 + 1, '',
    people.id, CASE WHEN n %% 50 = 0 THEN people.id END, now() - n * interval '41 minutes',
    now() - n * interval '40 minutes'
FROM generate_series(1, %(stories)s) AS n
JOIN bench_texts AS texts ON texts.id = n %% %(texts)s
JOIN (SELECT row_number() OVER () - 1 AS place, id FROM newsroom_user WHERE is_staff) AS people
    ON people.place = n %% %(people)s
JOIN (SELECT row_number() OVER () - 1 AS place, id FROM articles_format) AS formats
    ON formats.place = n %% (SELECT count(*) FROM articles_format)
JOIN (SELECT row_number() OVER () - 1 AS place, id FROM articles_region) AS regions
    ON regions.place = n %% (SELECT count(*) FROM articles_region)
JOIN bench_states AS states ON n BETWEEN states.first AND states.last;
"""
AFTERWARDS = [
    """INSERT INTO articles_byline (article_id, author_id, role, position)
    SELECT story.id, authors.id, 'author', 0 FROM articles_article AS story
    JOIN (SELECT row_number() OVER () - 1 AS place, id FROM articles_author) AS authors
        ON authors.place = story.id %% (SELECT count(*) FROM articles_author) WHERE story.id > %(first)s""",
    """INSERT INTO articles_revision (id, article_id, content, sha256, schema, author_id, why, page_turn, created_at)
    SELECT %(first)s + (story.id - %(first)s) * 2 + copy, story.id,
        json_build_object('language', story.language, 'headline', story.headline, 'body', story.body)::text,
        md5(story.id::text || copy) || md5(story.id::text), 1, story.created_by_id, '', 0, story.modified_at
    FROM articles_article AS story, generate_series(0, 1) AS copy WHERE story.id > %(first)s""",
    """INSERT INTO articles_statuschange (article_id, revision_id, verb, before, after, by_id, note, at)
    SELECT story.id, story.head_id, 'submit', 'draft', 'in_review', story.created_by_id, '', story.modified_at
    FROM articles_article AS story, generate_series(1, 3) WHERE story.id > %(first)s AND status <> 'draft'""",
    """INSERT INTO articles_publishedarticle (article_id, revision_id, sha256, state, language, date, slug, headline,
        format_id, translation_group, story, card, story_version, first_published_at, published_at, changed_at,
        withdrawn_reason, urgent)
    SELECT story.id, story.head_id, text.sha256, CASE WHEN story.id %% 40 = 0 THEN 'archived' ELSE 'live' END,
        story.language, story.modified_at::date, story.slug, story.headline, story.format_id, story.id, '{}', '{}', 1,
        story.modified_at, story.modified_at, story.modified_at, '', story.id %% 9000 = 0
    FROM articles_article AS story JOIN articles_revision AS text ON text.id = story.head_id
    WHERE story.id > %(first)s AND status = 'published'""",
    """INSERT INTO articles_slughistory (article_id, language, date, slug)
    SELECT article_id, language, date, slug FROM articles_publishedarticle WHERE article_id > %(first)s""",
    """INSERT INTO articles_schedule (article_id, revision_id, action, at, zone, reason, note, by_id, created_at,
        attempts, last_error, warning)
    SELECT id, head_id, 'publish', now() + (id %% 400) * interval '1 hour', 'UTC', '', '', created_by_id, now(),
        0, '', CASE WHEN id %% 9 = 0 THEN 'It needs a region.' ELSE '' END
    FROM articles_article WHERE id > %(first)s AND status = 'scheduled'""",
    """INSERT INTO articles_restriction (article_id, by_id, at)
    SELECT id, created_by_id, now() FROM articles_article WHERE id > %(first)s AND id %% 2000 = 7""",
    """INSERT INTO articles_restriction_named (restriction_id, user_id)
    SELECT id, by_id FROM articles_restriction""",
    """INSERT INTO articles_note (article_id, revision_id, by_id, visitor, text, field, quote, prefix, suffix,
        block, at)
    SELECT id, head_id, created_by_id, '', 'Who said this?', '', '', '', '', 0, modified_at
    FROM articles_article WHERE id > %(first)s AND id %% 3 = 0""",
    """INSERT INTO articles_notice (person_id, article_id, event, by_id, words, at, in_inbox, mail, attempts,
        last_error)
    SELECT person.id, story.id, 'submitted', story.created_by_id, '', story.modified_at, true, '', 0, ''
    FROM articles_article AS story JOIN newsroom_user AS person ON person.is_staff AND person.id %% 4 = story.id %% 4
    WHERE story.id > %(first)s AND story.id %% 5 = 0""",
    """INSERT INTO articles_assignment (article_id, to_id, by_id, due_zone, due_at, priority, words, at)
    SELECT id, assigned_to_id, created_by_id, 'UTC', modified_at, 2, '', modified_at
    FROM articles_article WHERE id > %(first)s AND assigned_to_id IS NOT NULL""",
    """INSERT INTO articles_planneddate (article_id, day, zone)
    SELECT id, (now() + (id %% 60 - 20) * interval '1 day')::date, ''
    FROM articles_article WHERE id > %(first)s AND status <> 'published' AND id %% 20 = 0""",
    """INSERT INTO articles_signoffrequest (article_id, kind_id, by_id, note, at)
    SELECT story.id, kind.id, story.created_by_id, '', story.modified_at FROM articles_article AS story
    JOIN (SELECT min(id) AS id FROM articles_signoffkind) AS kind ON true
    WHERE story.id > %(first)s AND status = 'in_review' AND story.id %% 2 = 0""",
    """INSERT INTO articles_deskentry (article_id, headline, rest, analyser_version)
    SELECT story.id, 'headlin number ' || (story.id - %(first)s) || ' sluglin', texts.stems, %(version)s
    FROM articles_article AS story JOIN bench_texts AS texts ON texts.id = (story.id - %(first)s) %% %(texts)s
    WHERE story.id > %(first)s""",
]


def fill() -> dict:
    """Make it. Who sits there, and some of their stories by name."""
    people = [make.journalist() for _number in range(PEOPLE - 2)]
    people += [make.editor(), make.managing_editor()]
    for person in people[:-2]:
        make.author(user=person)
    first = make.article(state="live", region=make.region("niger")).pk + 1000
    told = {"first": first, "stories": STORIES, "texts": TEXTS, "people": PEOPLE, "version": analyser.VERSION}
    with connection.cursor() as cursor:
        _make_texts(cursor)
        _make_states(cursor)
        cursor.execute("SET session_replication_role = replica")  # no foreign key is checked row by row
        for statement in [FILL, *AFTERWARDS]:
            cursor.execute(statement, told)
        for model in (Article, Revision):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    return {"journalist": people[0], "editor": people[-2], "chief": people[-1]}


def _make_texts(cursor):
    """Texts of some 500 words, of which ten or so stand in every text and others in one of a hundred."""
    chance = random.Random(3)
    common = "the river rose at night and people left their houses for the hill".split()
    rare = [f"word{number}" for number in range(4000)]
    cursor.execute("CREATE TEMPORARY TABLE bench_texts (id int PRIMARY KEY, body text, stems text)")
    for number in range(TEXTS):
        words = " ".join(chance.choice(common if chance.random() < 0.5 else rare) for _place in range(WORDS))
        stems = " ".join(dict.fromkeys(analyser.stems(words, "en").split()))
        cursor.execute("INSERT INTO bench_texts VALUES (%s, %s, %s)", [number, f"<p>{words}</p>", stems])


def _make_states(cursor):
    """The newest stories are on their way, the others are published."""
    cursor.execute("CREATE TEMPORARY TABLE bench_states (status text, first int, last int)")
    before = 0
    for status, count in ON_ITS_WAY.items():
        cursor.execute("INSERT INTO bench_states VALUES (%s, %s, %s)", [status, before + 1, before + count])
        before += count
    cursor.execute("INSERT INTO bench_states VALUES ('published', %s, %s)", [before + 1, STORIES])
