"""Django's PostgreSQL, with one thing more: a migration renews the checks that our fields bring."""
