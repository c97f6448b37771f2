"""Drafts saved before they could be searched are found by the names in them."""

from django.db import migrations

from ots_portal.turkish import fold

SEARCHED = {"title", "name", "abbreviation", "aliases", "title_as_published", "name_variants", "theme"}
LANGUAGES = {"tr", "en"}


def fill(apps, schema_editor):
    for draft in apps.get_model("publishing", "Draft").objects.filter(search_text=""):
        wanted = [pair[1] for path, pair in draft.changes.items() if is_searched(path)]
        draft.search_text = fold(" ".join(text for text in wanted if isinstance(text, str)))
        draft.save(update_fields=["search_text"])


def is_searched(path):
    name, _line, language = path.rpartition("_")
    return path in SEARCHED or (name in SEARCHED and language in LANGUAGES)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0010_draft_search")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
