"""What the web server's loop asks of Valkey or Redis, for many readers at once."""

import asyncio
from functools import cached_property

from django.core.cache.backends.redis import RedisSerializer
from redis.asyncio import ConnectionPool


class SharedQuestion:
    """One is under way at a time; all who come meanwhile share the next one, which is asked after they came."""

    def __init__(self, url: str, key: str, options: dict):
        self.url, self.key, self.options = url, key, options
        self.under_way, self.next = asyncio.Lock(), None

    async def answer(self):
        if self.next is None:
            self.next = asyncio.create_task(self.ask())
        return await asyncio.shield(self.next)  # who goes away takes it from nobody else

    async def ask(self):
        async with self.under_way:
            self.next = None
            await self.line.send_command("GET", self.key)
            found = await self.line.read_response()
        return found and RedisSerializer().loads(found)

    @cached_property
    def line(self):
        """A connection, which connects by itself when it is used; its pool and client would take twice the time."""
        return ConnectionPool.from_url(self.url, **self.options).make_connection()
