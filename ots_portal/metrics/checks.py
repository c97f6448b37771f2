"""What `manage.py check --deploy` asks of the page for Prometheus."""

from django.conf import settings
from django.core.checks import Warning, register

SHORTEST = 32


@register(deploy=True)
def the_token_cannot_be_guessed(app_configs, **_more):
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= SHORTEST:
        return []
    told = f"METRICS_TOKEN has fewer than {SHORTEST} characters."
    return [Warning(told, "Write what `openssl rand -hex 32` prints.", id="portal.W003")]
