"""What publishing announces, after the transaction unless it says so: for caches, mail and translators; nothing here decides."""

from django.dispatch import Signal

content_published = Signal()  # record, languages, paths (of plain tables none: all of it), user, authors per language
content_withdrawn = Signal()  # record, languages, user
draft_moved = Signal()  # record, act, languages, user, note
promise_broken = Signal()  # promise, failure
commented = Signal()  # record, comment, languages, label: a function that names the field in the active language

# Sent within the transaction: what is kept of an act stands or falls with it.
moving = Signal()  # record, whether readers see it, its live document if it has one: any of the acts announced above
typed = Signal()  # record, user, and the documents before and after: what a person saw, and what they made of it
