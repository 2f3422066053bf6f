"""What the addresses of the lists ask for."""

from client360.filters.people import AccountList, ContactList
from client360.filters.query import ListQuery
from client360.filters.shelf import ViewForm
from client360.filters.work import DealList, TaskList

__all__ = ["AccountList", "ContactList", "DealList", "ListQuery", "TaskList", "ViewForm"]
