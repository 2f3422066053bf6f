"""Writes of accounts."""

from accounts.services.writing import create_account, domain_of, update_account

__all__ = ["create_account", "domain_of", "update_account"]
