"""Waiting for other processes, which do not say when they are ready: they are looked at until it is so."""

import socket
import time

PATIENCE_SECONDS = 60  # a busy machine takes many times as long as a quiet one
PAUSE_SECONDS = 0.05


def eventually(is_so, seconds=PATIENCE_SECONDS):
    """What `is_so` gives as soon as that is true; False where it never is within this time."""
    deadline = time.monotonic() + seconds
    while not (found := is_so()):
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_SECONDS)
    return found


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
