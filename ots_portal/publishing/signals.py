"""What publishing announces, after the transaction: for caches, search, mail and the log; nothing here decides."""

from django.dispatch import Signal

content_published = Signal()  # record, languages, paths (of plain tables none: all of it), user, authors per language
content_withdrawn = Signal()  # record, languages, user
draft_moved = Signal()  # record, act, languages, user, note
promise_broken = Signal()  # promise, failure
commented = Signal()  # record, comment, languages, label: a function that names the field in the active language
