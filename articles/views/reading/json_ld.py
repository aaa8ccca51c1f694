"""What search engines are told of a story: schema.org's NewsArticle as JSON-LD."""

import json

from django.utils.safestring import SafeString, mark_safe

from articles.story import Story
from articles.views.reading.furniture import Furniture
from articles.views.reading.page import absolute

# So that no text of a story ends the element, or opens another: each stands for itself in JSON.
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def news_article(story: Story, around: Furniture, schema_type: str = "NewsArticle") -> SafeString:
    """The story's description, safe inside a `<script type="application/ld+json">`."""
    url = absolute(story.url)
    told = {
        "@context": "https://schema.org",
        "@type": schema_type,
        "mainEntityOfPage": url,
        "url": url,
        "headline": story.headline,
        "description": story.standfirst,
        "inLanguage": story.language,
        "datePublished": story.first_published_at.isoformat(),
        "dateModified": (story.updated_at or story.first_published_at).isoformat(),
        "isAccessibleForFree": True,
        "author": [_person(credit) for credit in story.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": around.name, "url": absolute("/")},
        "image": [absolute(story.lead.largest)] if story.lead else [],
        "articleSection": story.breadcrumb[0].name if story.breadcrumb else "",
        "keywords": [topic.name for topic in story.topics],
        "wordCount": story.word_count,
        "correction": [_correction(note) for note in story.notes],
    }
    text = json.dumps({key: value for key, value in told.items() if value not in ("", [])}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308  the escapes make it so


def _person(credit):
    return {"@type": "Person", "name": credit.name} | ({"url": absolute(credit.url)} if credit.url else {})


def _correction(note):
    return {"@type": "CorrectionComment", "text": note.text, "datePublished": note.at.isoformat()}
