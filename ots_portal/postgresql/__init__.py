"""Django's PostgreSQL, with two things more: a migration renews the checks that our fields bring, and where a page says
so its questions are prepared."""
