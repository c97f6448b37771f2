"""Running coroutines, also in a process in which Playwright's own loop is already running."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run_loop(coroutine):
    """What a coroutine returns, from a loop in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
