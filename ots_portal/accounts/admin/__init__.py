"""Users with their roles, invitations, and the log of what was done."""

from ots_portal.accounts.admin import log, users

__all__ = ["log", "users"]
