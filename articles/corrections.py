"""What readers are told of a change to a story that they can read: a note inside the text, or by decision nothing."""

from dataclasses import dataclass, field

from articles import lineage
from articles.content import Content, digest
from articles.models import Correction, PublishedArticle, Revision, SilentChange
from articles.states import CorrectionKind


@dataclass(frozen=True)
class Note:
    """A note to readers. `text` is what they read."""

    kind: CorrectionKind
    text: str


@dataclass(frozen=True)
class Answer:
    """How a text that would take the place of `live` answers; `live` None: readers see no other text of the story.

    `notes` are those that `live` does not have. `silent` says who decided that the change is not worth a note.
    """

    live: Revision | None = None
    notes: list[Note] = field(default_factory=list)
    silent: SilentChange | None = None

    @property
    def asked(self) -> bool:
        return self.live is not None

    @property
    def owed(self) -> bool:
        """Nobody has said yet what readers learn of the change."""
        return self.asked and not self.notes and self.silent is None


def answer_to(content: Content, article_id: int) -> Answer:
    """What readers are told when `content` takes the place of what they see. One query where nothing has changed."""
    published = PublishedArticle.objects.readable().filter(article_id=article_id)
    live_id, live_hash = published.values_list("revision_id", "sha256").first() or (None, None)
    sha256 = digest(content.to_text())
    if live_id is None or live_hash == sha256:
        return Answer()
    live = Revision.objects.get(pk=live_id)
    if live.parsed == content or _branched_off(article_id, sha256, live_id):
        return Answer()
    told = {note["key"] for note in live.parsed.corrections}
    notes = [Note(CorrectionKind(one["kind"]), one["text"]) for one in content.corrections if one["key"] not in told]
    decided = SilentChange.objects.filter(article_id=article_id, sha256=sha256, live=live_id).select_related("by")
    return Answer(live, notes, None if notes else decided.first())


def _branched_off(article_id, sha256, live_id):
    """Whether this text knows nothing of the live page: both are brought together first, and that is asked then."""
    texts = list(Revision.objects.filter(article_id=article_id, sha256=sha256).only("pk", "article_id"))
    return bool(texts) and not any(lineage.descends_from(text, live_id) for text in texts)


def owed(content: Content, article_id: int) -> bool:
    """Whether this text changes what readers see, and nobody has said yet what they are told of it."""
    return answer_to(content, article_id).owed


def told_with(article) -> dict[int, list[Correction]]:
    """The notes that readers were told, by the key of the revision with which they first saw them."""
    found = {}
    for note in Correction.objects.filter(article=article, to_revision__isnull=False):
        found.setdefault(note.to_revision_id, []).append(note)
    return found
