"""The demo: people who can log in and a client graph to try everything on."""

from ops.services.demo.loading import RefusedError, load_demo

__all__ = ["RefusedError", "load_demo"]
