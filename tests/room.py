"""Room for deep calls.

Python keeps the frames of its calls in pieces of 16 KB, and fetches a piece from the system whenever a call crosses
the end of one, and gives it back when that call returns. Django's calls lie so deep that a loop somewhere always
does, which took a fifth of the time of a page. A function that seems to need a megabyte gets a piece of two, and all
that it calls fits into the rest.
"""


def with_room(function, *arguments):
    return function(*arguments)


with_room.__code__ = with_room.__code__.replace(co_stacksize=140_000)  # places of 8 bytes
