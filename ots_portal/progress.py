"""A bar that shows how far a long command is."""

from collections.abc import Callable

from django.core.management.base import OutputWrapper

BAR_WIDTH = 30


class Bar:
    """Drawn on a terminal only: what is written to a file or sent by mail holds no bars."""

    def __init__(self, stream: OutputWrapper, *, is_quiet: bool = False, shown: Callable[[int], str] = str) -> None:
        self.stream, self.is_shown, self.shown = stream, not is_quiet and stream.isatty(), shown

    def __call__(self, done: int, total: int) -> None:
        if self.is_shown and total:
            filled = BAR_WIDTH * done // total
            amount = f"{self.shown(done)}/{self.shown(total)}"
            self._draw(f"\r\033[K[{'█' * filled}{' ' * (BAR_WIDTH - filled)}] {amount}")

    def say(self, text: str) -> None:
        """What goes on while nobody can tell how far it is."""
        if self.is_shown:
            self._draw(f"\r\033[K{text} …")

    def clear(self) -> None:
        if self.is_shown:
            self._draw("\r\033[K")

    def _draw(self, text: str) -> None:
        self.stream.write(text, str, "")
        self.stream.flush()
