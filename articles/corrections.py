"""What readers are told of a change to a story that they can read: a note inside the text, or by decision nothing."""

from dataclasses import dataclass, field

from django.utils import timezone

from articles import dossier, lineage
from articles.content import Content, digest
from articles.models import Correction, ReaderAnswer, Revision
from articles.states import CorrectionKind


@dataclass(frozen=True)
class Note:
    """A note to readers. `text` is what they read."""

    kind: CorrectionKind
    text: str


@dataclass(frozen=True)
class Answer:
    """How a text that would take the place of `live` answers; `live` None: readers see no other text of the story.

    `notes` are those that `live` does not have. `said`: who answered for exactly this text in place of exactly that
    one, by writing the notes, by saying that they still hold, or that the change is not worth one.
    """

    live: Revision | None = None
    notes: list[Note] = field(default_factory=list)
    said: ReaderAnswer | None = None

    @property
    def asked(self) -> bool:
        return self.live is not None

    @property
    def owed(self) -> bool:
        """Nobody has said yet what readers learn of the change."""
        return self.asked and self.said is None

    @property
    def silent(self) -> ReaderAnswer | None:
        """Who decided that the change is not worth a note."""
        return None if self.notes else self.said


def answer_to(content: Content, article_id: int) -> Answer:
    """What readers are told when `content` takes the place of what they see. One query where nothing has changed."""
    live, sha256 = live_text(article_id), digest(content.to_text())
    if live is None or live.sha256 == sha256 or live.parsed == content or _branched_off(article_id, sha256, live):
        return Answer()
    told = {note["key"] for note in live.parsed.corrections}
    notes = [Note(CorrectionKind(one["kind"]), one["text"]) for one in content.corrections if one["key"] not in told]
    standing = (row for row in dossier.of(article_id).answers if row.ended_at is None)
    return Answer(live, notes, next((row for row in standing if (row.sha256, row.live_id) == (sha256, live.pk)), None))


def live_text(article_id: int) -> Revision | None:
    """The text that readers see."""
    about = dossier.of(article_id)
    return about.live_text if about.readable else None


def _answers(article_id, sha256):
    standing = ReaderAnswer.objects.filter(article_id=article_id, sha256=sha256, ended_at__isnull=True)
    return standing.select_related("by", "seconded_by")


def set_down(revision: Revision, by, live: Revision, silent: bool) -> ReaderAnswer:
    """Keep what `by` answered for this text in place of `live`; whoever says the same after them seconds it."""
    said, is_new = ReaderAnswer.objects.get_or_create(
        article_id=revision.article_id,
        sha256=revision.sha256,
        live=live,
        ended_at=None,
        defaults={"revision": revision, "by": by, "silent": silent},
    )
    if not is_new:
        second(revision, by)
    return said


def set_down_with_new_notes(before: Content | None, revision: Revision, by) -> None:
    """Whoever writes a note to readers, or changes one, answers for the text in which it stands then."""
    stood = before.corrections if before else []
    live = live_text(revision.article_id) if any(one not in stood for one in revision.parsed.corrections) else None
    if live:
        set_down(revision, by, live, silent=False)


def second(revision: Revision, by) -> None:
    """`by` stands behind the text, and with it behind what somebody else answered for it."""
    answers = _answers(revision.article_id, revision.sha256).filter(seconded_by=None).exclude(by=by)
    answers.update(seconded_by=by, seconded_at=timezone.now())


def decided_alone(revision: Revision, by) -> bool:
    """Whether nobody but `by` has said that readers need not be told of this change."""
    return _answers(revision.article_id, revision.sha256).filter(silent=True, by=by, seconded_by=None).exists()


def silence_of(revision: Revision) -> ReaderAnswer | None:
    """Who decided that readers need not be told of what this text changed, when it went out or will."""
    rows = (row for row in dossier.of(revision.article_id).answers if row.silent and row.ended_at is None)
    return next((row for row in rows if row.sha256 == revision.sha256), None)


def end_silence(revision: Revision) -> None:
    """Changes are asked of this text: that it is not worth a note has to be said again."""
    _answers(revision.article_id, revision.sha256).filter(silent=True).update(ended_at=timezone.now())


def _branched_off(article_id, sha256, live):
    """Whether this text knows nothing of the live page: both are brought together first, and that is asked then."""
    rows = dossier.of(article_id).texts
    texts = [Revision(pk=pk, article_id=article_id) for pk, *_hands, said in rows if said == sha256]
    return bool(texts) and not any(lineage.descends_from(text, live.pk) for text in texts)


def owed(content: Content, article_id: int) -> bool:
    """Whether this text changes what readers see, and nobody has said yet what they are told of it."""
    return answer_to(content, article_id).owed


def told_with(article) -> dict[int, list[Correction]]:
    """The notes that readers were told, by the key of the revision with which they first saw them."""
    found = {}
    for note in dossier.of(article.pk).corrections:
        if note.to_revision_id:
            found.setdefault(note.to_revision_id, []).append(note)
    return found
