"""The client360 app."""

from django.apps import AppConfig


class Client360Config(AppConfig):
    """Configuration of the client360 app."""

    name = "client360"
