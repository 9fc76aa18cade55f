"""The log of the shell: readable on a terminal, JSON lines otherwise."""

from __future__ import annotations

import logging
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_level = logging.WARNING


def set_level(level: int) -> None:
    """Say from which level on events are logged: those of `logging`."""
    global _level  # noqa: PLW0603 - one log a process
    _level = level
    logger.cache_clear()


@cache
def logger() -> Any:
    """The log. Its library is loaded at the first event, which most commands never have."""
    import structlog  # noqa: PLC0415

    renderer: Callable[..., Any] = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    return structlog.get_logger()
