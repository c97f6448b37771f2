"""Telling a server for error reports what nobody expected; off, and not even imported, without SENTRY_DSN."""
