from articles.models.approval import Approval
from articles.models.article import Article
from articles.models.assignment import Assignment
from articles.models.author import Author
from articles.models.autosave import Autosave
from articles.models.byline import Byline
from articles.models.checklist import ChecklistChange, ChecklistRule, Level
from articles.models.correction import Correction
from articles.models.desk_entry import DeskEntry
from articles.models.edition import Edition, EditionChange
from articles.models.format import Format
from articles.models.furniture import Furniture
from articles.models.image import Image
from articles.models.note import Note
from articles.models.notice import Notice, NoticeChoices
from articles.models.page import Page
from articles.models.planned_date import PlannedDate
from articles.models.presence import Presence
from articles.models.preview_link import PreviewLink
from articles.models.published import (
    PublishedArticle,
    PublishedByline,
    PublishedCorrection,
    PublishedMention,
    PublishedPicture,
    PublishedPlace,
    PublishedTopic,
)
from articles.models.reader_answer import ReaderAnswer
from articles.models.region import Region
from articles.models.rendition import Rendition
from articles.models.restriction import Restriction
from articles.models.revision import Revision
from articles.models.schedule import Schedule
from articles.models.search_entry import SearchEntry
from articles.models.series import Series
from articles.models.set_aside import SetAside
from articles.models.sign_off import Covers, SignOff, SignOffKind, SignOffRequest
from articles.models.slug_history import SlugHistory
from articles.models.status_change import StatusChange
from articles.models.topic import Topic, TopicUse
from articles.models.translation import Translation
from articles.models.version_name import VersionName

DESK = (
    Article,
    Byline,
    Revision,
    VersionName,
    PreviewLink,
    Autosave,
    Presence,
    Approval,
    Schedule,
    SetAside,
    PlannedDate,
    StatusChange,
    Correction,
    ReaderAnswer,
    Topic,
    TopicUse,
    Image,
    Rendition,
    Note,
    Notice,
    NoticeChoices,
    Assignment,
    ChecklistRule,
    ChecklistChange,
    SignOffKind,
    SignOff,
    SignOffRequest,
    Restriction,
    DeskEntry,
    Translation,
)
"""The desk's tables, with their many-to-many tables: no reader's request may name one."""

__all__ = [
    "DESK",
    "Approval",
    "Article",
    "Assignment",
    "Author",
    "Autosave",
    "Byline",
    "ChecklistChange",
    "ChecklistRule",
    "Correction",
    "Covers",
    "DeskEntry",
    "Edition",
    "EditionChange",
    "Format",
    "Furniture",
    "Image",
    "Level",
    "Note",
    "Notice",
    "NoticeChoices",
    "Page",
    "PlannedDate",
    "Presence",
    "PreviewLink",
    "PublishedArticle",
    "PublishedByline",
    "PublishedCorrection",
    "PublishedMention",
    "PublishedPicture",
    "PublishedPlace",
    "PublishedTopic",
    "ReaderAnswer",
    "Region",
    "Rendition",
    "Restriction",
    "Revision",
    "Schedule",
    "SearchEntry",
    "Series",
    "SetAside",
    "SignOff",
    "SignOffKind",
    "SignOffRequest",
    "SlugHistory",
    "StatusChange",
    "Topic",
    "TopicUse",
    "Translation",
    "VersionName",
]
