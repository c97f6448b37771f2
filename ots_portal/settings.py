"""The only settings. Every value that differs between machines comes from the environment (environment.py)."""

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from ots_portal import local_database
from ots_portal.accounts.settings import *  # noqa: F403
from ots_portal.environment import PROJECT, UnusableVariable, mail_settings, read
from ots_portal.labels import with_language
from ots_portal.logs.settings import logging_settings
from ots_portal.secret_key import secret_key
from ots_portal.servers import bucket_options

try:
    TRYOUT = read("PORTAL_TRYOUT")
    VAR = read("PORTAL_VAR")
    ORIGIN = read("PORTAL_ORIGIN")
    HOST, PORT = read("HOST"), read("PORT")
    WEB_WORKERS, WEB_THREADS = read("WEB_WORKERS"), read("WEB_THREADS")
    ADMIN_PASSWORD = read("PORTAL_ADMIN_PASSWORD")
    DATABASE_URL, REPLICA_URL = read("DATABASE_URL"), read("REPLICA_URL")
    CACHE_URL, PAGE_CACHE_MEGABYTES = read("CACHE_URL"), read("PAGE_CACHE_MEGABYTES")
    PURGE_URL, PURGE_HEADER = read("PURGE_URL"), read("PURGE_HEADER")
    S3_URL, CLAMD_URL = read("S3_URL"), read("CLAMD_URL")
    CHECK_LINKS = read("CHECK_LINKS")
    MAIL_URL = read("MAIL_URL")
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("MAIL_FROM")
    CONTACT_EMAIL = read("PORTAL_CONTACT_EMAIL")
    OIDC_SERVER, OIDC_CLIENT = read("OIDC_SERVER"), read("OIDC_CLIENT")
    OIDC_SECRET, OIDC_NAME = read("OIDC_SECRET"), read("OIDC_NAME")
    REQUIRE_MFA = read("REQUIRE_MFA", default=not TRYOUT)
    ALLAUTH_TRUSTED_PROXY_COUNT = read("PROXY_COUNT", default=0 if TRYOUT else 1)
    METRICS_TOKEN = read("METRICS_TOKEN")
    SENTRY_DSN, SENTRY_ENVIRONMENT = read("SENTRY_DSN"), read("SENTRY_ENVIRONMENT")
    LOG_LEVEL, LOG_FORMAT, SLOW_QUERY_MS = read("LOG_LEVEL"), read("LOG_FORMAT"), read("SLOW_QUERY_MS")
    SECRET_KEY = secret_key(read("SECRET_KEY"), VAR, tryout=TRYOUT)
    ALLOWED_HOSTS = read("ALLOWED_HOSTS")
except UnusableVariable as error:
    raise ImproperlyConfigured(str(error)) from None

DEBUG = False
ROOT_URLCONF = "ots_portal.urls"
WSGI_APPLICATION = "ots_portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- Hosts ---------------------------------------------------------------------------------------------------
if not ORIGIN:
    if not TRYOUT:
        raise ImproperlyConfigured(
            "PORTAL_ORIGIN is missing: write the public address, for example https://www.example.org."
        )
    ORIGIN = f"http://{HOST}:{PORT}"
SECURE = ORIGIN.startswith("https://")
if not SECURE and not TRYOUT:
    raise ImproperlyConfigured("PORTAL_ORIGIN must begin with https:// (plain HTTP is for trying out only).")
ALLOWED_HOSTS = ALLOWED_HOSTS or [ORIGIN.split("://")[1].rsplit(":", 1)[0]]
if TRYOUT:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, "localhost", "127.0.0.1", "[::1]"]

# ---- Parts ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "ots_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "js_asset",
    "django_prose_editor",
    "ots_portal.apps.OtsPortalConfig",
    "ots_portal.accounts",
    "ots_portal.backup",
    "ots_portal.library",
    "ots_portal.publishing",
    "ots_portal.links",
    "ots_portal.terms",
    "ots_portal.translating",
    "ots_portal.search",
    "ots_portal.pages",
    "ots_portal.reporting.apps.ReportingConfig",
    "cooperation",
    "meetings",
    "vision",
]

MIDDLEWARE = [
    "ots_portal.logs.requests.log_requests",
    "ots_portal.middleware.drop_body_of_head",
    "ots_portal.page_cache.middleware.PublicPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ots_portal.middleware.drop_control_characters",
    "ots_portal.outages.SpareTheDatabase",
    "ots_portal.replica.middleware.ReadFromReplica",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ots_portal.middleware.RefuseWritingToPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ots_portal.accounts.middleware.RequireSecondFactor",
    "ots_portal.accounts.middleware.NoteWhenSeen",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ots_portal.context_processors.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ots_portal.templatetags.portal",
                "ots_portal.templatetags.letters",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---- Database ------------------------------------------------------------------------------------------------
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL)}
elif TRYOUT:
    DATABASES = {"default": local_database.connection(VAR)}
else:
    raise ImproperlyConfigured("DATABASE_URL is missing: write postgres://user:password@host:5432/name.")
DATABASE_ROUTERS = []
if REPLICA_URL:
    DATABASES["replica"] = dj_database_url.parse(REPLICA_URL) | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["ots_portal.replica.routing.Router"]
for server in DATABASES.values():
    server |= {"ENGINE": "ots_portal.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    server["OPTIONS"] = server.get("OPTIONS", {}) | {
        "prepare_threshold": 3,  # times that a question is asked before it is prepared (postgresql/preparing.py)
        "connect_timeout": 3,  # seconds, as the next three: a server that is gone is noticed soon
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,  # milliseconds: also one that goes in the middle of an answer
    }

# ---- Cache: shared by all workers, for limits on signing in; with CACHE_URL also for pages -----------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # a full cache forgets limits that still hold
    }
}
if CACHE_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
    }

# ---- Languages -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "tr"
LANGUAGES = [("tr", _("Turkish")), ("en", _("English"))]
TRANSLATION_SOURCES = {"en": "tr"}  # what each language is translated from
LOCALE_PATHS = [PROJECT / "locale"]
FORMAT_MODULE_PATH = ["ots_portal.formats"]
TIME_ZONE = "Europe/Istanbul"
USE_TZ = True
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
MODELTRANSLATION_FALLBACK_LANGUAGES = (LANGUAGE_CODE,)
MODELTRANSLATION_CUSTOM_FIELDS = ("RichTextField",)
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = with_language

# ---- Files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PROJECT / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "ots_portal.library.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_URL:
    STORAGES["default"] = {"BACKEND": "ots_portal.library.bucket.Bucket", "OPTIONS": bucket_options(S3_URL)}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# ---- Sign-in: what differs between machines; the rest stands in accounts/settings.py --------------------------
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
if OIDC_SERVER and not (OIDC_CLIENT and OIDC_SECRET):
    raise ImproperlyConfigured("OIDC_CLIENT and OIDC_SECRET are missing: OIDC_SERVER needs both.")
OIDC_APP = {"provider_id": "sso", "name": OIDC_NAME, "client_id": OIDC_CLIENT, "secret": OIDC_SECRET}
OIDC_APP["settings"] = {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC_APP] if OIDC_SERVER else []}}

# ---- Mail ----------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = 10
if MAIL_URL:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(mail_settings(MAIL_URL))

# ---- Safety --------------------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # being on the browsers' preload list is the secretariat's own choice
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ---- Logs ----------------------------------------------------------------------------------------------------
LOGGING = logging_settings(LOG_FORMAT, LOG_LEVEL)
