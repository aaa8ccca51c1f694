"""The house opens with its first edition, the world's regions and countries, and with the usual formats."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).resolve().parent.parent / "data" / "regions.csv"
FORMATS = [
    ("News", "Actualité", "أخبار", "news", "NewsArticle"),
    ("Feature", "Reportage", "تقرير", "feature", "ReportageNewsArticle"),
    ("Analysis", "Analyse", "تحليل", "analysis", "AnalysisNewsArticle"),
    ("Opinion", "Opinion", "رأي", "opinion", "OpinionNewsArticle"),
    ("Investigation", "Enquête", "تحقيق", "investigation", "ReportageNewsArticle"),
    ("Q&A", "Entretien", "حوار", "q-and-a", "NewsArticle"),
    ("Film", "Film", "فيلم", "film", "ReportageNewsArticle"),
    ("Photo feature", "Reportage photo", "تقرير مصوّر", "photo-feature", "ReportageNewsArticle"),
]


def fill(apps, schema_editor):
    apps.get_model("articles", "Edition").objects.create(pk=1)
    Region, Format = apps.get_model("articles", "Region"), apps.get_model("articles", "Format")
    by_slug = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_slug[row["slug"]] = Region.objects.create(
                slug=row["slug"],
                iso=row["iso"],
                parent=by_slug.get(row["parent"]),
                name=row["name_en"],
                name_fr=row["name_fr"],
                name_ar=row["name_ar"],
                position=int(row["position"]),
            )
    for position, (name, french, arabic, slug, schema_type) in enumerate(FORMATS):
        Format.objects.create(
            name=name, name_fr=french, name_ar=arabic, slug=slug, schema_type=schema_type, position=position
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
