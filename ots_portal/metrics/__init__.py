"""Numbers for Prometheus: what the web server's processes count, and what the database says when it is asked."""
