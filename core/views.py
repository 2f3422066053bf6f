"""Doors: whom a page opens for, said once; asked by the page, and by whatever links to it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch, resolve, reverse

from core.models import User

type View = Callable[..., HttpResponseBase]
type Rule = Callable[[User], bool]

RULE = "opens_for"  # the attribute of a view that holds its rule; decorators around it keep it


def opens_for(rule: Rule) -> Callable[[View], View]:
    """Return a decorator that asks for a login and answers 403 to those the rule refuses."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not rule(cast("User", request.user)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        setattr(guarded, RULE, rule)
        return cast("View", login_required(guarded))

    return decorate


def is_open(user: User | AnonymousUser, name: str) -> bool:
    """Return whether an app offers a page of this name and it opens for this user.

    The page must need no arguments. One without a rule of its own opens for everybody.
    """
    try:
        view = resolve(reverse(name)).func
    except NoReverseMatch:
        return False
    rule: Rule | None = getattr(view, RULE, None)
    return rule is None or (isinstance(user, User) and rule(user))
