"""Django's LOGGING: everything goes to standard error."""


def logging_settings(form: str, level: str) -> dict[str, object]:
    """The lines of requests are for programs: only with `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
            "json": {"()": "ots_portal.logs.lines.JSONLines"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "urllib3": {"level": "ERROR"},  # whatever the servers of other sites do wrong
            "ots_portal.logs.requests": {"level": level if form == "json" else "WARNING"},
        },
    }
