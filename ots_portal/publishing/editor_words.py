"""The interface words of the rich text editor (django-prose-editor 0.28), which knows no Turkish: ours are added."""

from django.utils.translation import gettext, gettext_noop

EDITOR_WORDS = (
    gettext_noop("Add caption"),
    gettext_noop("Alternative Text"),
    gettext_noop("Browse..."),
    gettext_noop("Bullets"),
    gettext_noop("Cancel"),
    gettext_noop("Caption"),
    gettext_noop("Columns"),
    gettext_noop("Decimal numbers"),
    gettext_noop("Edit Figure"),
    gettext_noop("Edit HTML"),
    gettext_noop("Edit Image"),
    gettext_noop("Edit Link"),
    gettext_noop("Image URL"),
    gettext_noop("Include header row"),
    gettext_noop("Insert"),
    gettext_noop("Insert Figure"),
    gettext_noop("Insert Table"),
    gettext_noop("List properties"),
    gettext_noop("List type"),
    gettext_noop("Lowercase Roman numerals"),
    gettext_noop("Lowercase letters"),
    gettext_noop("Open in new window"),
    gettext_noop("Prettify"),
    gettext_noop("Remove caption"),
    gettext_noop("Rows"),
    gettext_noop("Start at"),
    gettext_noop("Table Properties"),
    gettext_noop("The HTML contents of the editor. Note that the allowed HTML is restricted by the editor schema."),
    gettext_noop("Title"),
    gettext_noop("Toggle fullscreen"),
    gettext_noop("URL"),
    gettext_noop("Update"),
    gettext_noop("Uppercase Roman numerals"),
    gettext_noop("Uppercase letters"),
)


def editor_words():
    return {word: gettext(word) for word in EDITOR_WORDS}
