"""Read every setting from the environment and report all missing or wrong variables at once.

`read()` returns one frozen `Environment`. Any variable may instead be given as NAME_FILE, the
path of a file that holds the value (the convention of container secrets). `.env.example` lists
them all; a test holds the two equal.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import FileAwareEnv, validate
from marshmallow import ValidationError

from ops.embedded.secret import local_secret

MODES = ("local", "staging", "production")
CONFLICTS = ("manual", "pulse_wins", "local_wins", "newest_wins")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
BASE_DIR = Path(__file__).resolve().parent.parent
TOKEN_LENGTH = 32
DIFFERENT = 10  # characters; the shortest random key of any alphabet in use has more
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]


@dataclass(frozen=True, slots=True)
class Environment:
    """The values the environment gave, typed and checked."""

    mode: str
    home: Path
    debug: bool
    demo: bool
    solo_mode: bool
    secret_key: str
    allowed_hosts: list[str]
    trusted_origins: list[str]
    database: dict[str, Any]
    broker_url: str
    log_level: str
    log_json: bool
    qd_label: str
    phone_region: str
    pulse_url: str
    pulse_secret: str
    pulse_dialect: str
    pulse_conflicts: str
    nemoclaw_url: str
    nemoclaw_secret: str
    media_root: Path
    static_url: str
    scanner_url: str
    backup_dir: Path | None
    backup_database_url: str
    backup_encryption: str
    postgres_bin: Path | None
    wal_archive: bool
    metrics_token: str
    audit_anchor: Path
    privacy_key: str
    proxy_count: int
    sentry_dsn: str
    cache_url: str
    pool_size: int
    comfy_public_url: str

    @property
    def delivery(self) -> list[str]:
        """The origin of the delivery network static files come from; empty where there is none."""
        parts = urlsplit(self.static_url)
        return [f"https://{parts.netloc}"] if parts.netloc else []

    @property
    def pool(self) -> dict[str, Any]:
        """The database options of the connection pool; empty where there is none."""
        if not self.pool_size:
            return {}
        # Django refuses a pool of fewer connections than threads only by waiting: size it above
        return {"pool": {"min_size": 1, "max_size": self.pool_size, "timeout": 10}}


class Variables(FileAwareEnv):
    """The environment, where a file that cannot be read is a fault like any other."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        try:
            return super()._get_value(env_key, default)
        except ValueError as error:
            self._errors[env_key].append(str(error))
            return default


def _local_only(mode: str) -> Callable[[bool], None]:
    def check(value: bool) -> None:  # noqa: FBT001 -- the signature of a validator
        if value and mode != "local":
            raise ValidationError("is refused outside VELOCITY_ENV=local")

    return check


def version() -> str:
    """Return the version of the product as pyproject.toml states it."""
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def empty_or_long(value: str) -> None:
    """Refuse a secret that can be guessed."""
    if value and len(value) < TOKEN_LENGTH:
        raise ValidationError(f"needs at least {TOKEN_LENGTH} characters")


def random_looking(value: str) -> None:
    """Refuse a key that somebody typed: the same few characters over and over."""
    if len(set(value)) < DIFFERENT:
        raise ValidationError("needs random characters")


def named_hosts(value: list[str]) -> None:
    """Refuse to answer to any name: a forged one would stand in links and mails."""
    if not value or "*" in value:
        raise ValidationError("Name the hosts people reach this by.")


def redis_address(value: str) -> None:
    """Refuse a cache that is no Redis."""
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ValidationError("is the address of a Redis: redis://host:6379/1")


def scanner_address(value: str) -> None:
    """Refuse what is no address of a clamd."""
    if value and not value.startswith(("tcp://", "unix:///")):
        raise ValidationError("is the address of a clamd: tcp://host:3310 or unix:///path")


def public_address(value: str) -> None:
    """Refuse the address of a machine: a GPU host is reached by its public base URL alone."""
    if not value:
        return
    parts = urlsplit(value)
    host = parts.hostname or ""
    if parts.scheme != "https" or "." not in host:
        raise ValidationError("is the public base URL: https://name.example")
    if is_address(host):
        raise ValidationError("names a machine by its address; use the public base URL")


def dialled_country(value: str) -> None:
    """Refuse what is no country with telephone numbers."""
    if not value:
        return
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415 -- for the houses that name one

    if value not in SUPPORTED_REGIONS:
        raise ValidationError("is a country as two capital letters: IN")


def static_address(value: str) -> None:
    """Refuse what is neither a folder of this site nor of a delivery network over TLS."""
    folder = value.endswith("/") and not value.startswith("/")
    if not folder or ("://" in value and not value.startswith("https://")):
        raise ValidationError("is static/ or https://name.example/static/")


def is_address(host: str) -> bool:
    """Return whether a host is an IP literal, in whatever base it is written."""
    try:
        ip_address(host)
    except ValueError:
        return all(part.isdigit() or part.startswith("0x") for part in host.split("."))
    return True


def read() -> Environment:
    """Return the checked environment.

    Raises EnvValidationError, which names every missing or wrong variable in one message.
    """
    env = Variables(eager=False)
    mode = str(env.str("VELOCITY_ENV", "local", validate=validate.OneOf(MODES)) or "local")
    local = mode == "local"
    home = Path(env.path("VELOCITY_HOME", BASE_DIR / ".velocity"))
    secret: dict[str, Any] = {"default": local_secret(home)} if local else {}
    hosts: dict[str, Any] = {"default": LOCAL_HOSTS} if local else {"validate": named_hosts}
    hard: list[Callable[[Any], Any]] = [validate.Length(min=50)]
    hard += [] if local else [random_looking]
    secret_key = env.str("SECRET_KEY", validate=hard, **secret)
    environment = Environment(
        mode=mode,
        home=home,
        debug=env.bool("DEBUG", False, validate=_local_only(mode)),
        demo=env.bool("DEMO", False, validate=_local_only(mode)),
        solo_mode=env.bool("SOLO_MODE", False, validate=_local_only(mode)),
        secret_key=secret_key,
        allowed_hosts=env.list("ALLOWED_HOSTS", **hosts),
        trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", []),
        database=env.dj_db_url("DATABASE_URL"),
        broker_url=env.str("BROKER_URL", ""),
        log_level=env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(LEVELS)),
        log_json=env.bool("LOG_JSON", not local),
        qd_label=env.str("QD_LABEL", "QD"),
        phone_region=env.str("PHONE_REGION", "", validate=dialled_country),
        static_url=env.str("STATIC_URL", "static/", validate=static_address),
        media_root=env.path("MEDIA_ROOT", home / "media"),
        scanner_url=env.str("SCANNER_URL", "", validate=scanner_address),
        backup_dir=env.path("BACKUP_DIR", None),
        backup_database_url=env.str("BACKUP_DATABASE_URL", ""),
        backup_encryption=env.str("BACKUP_ENCRYPTION", ""),
        postgres_bin=env.path("POSTGRES_BIN", None),
        wal_archive=env.bool("WAL_ARCHIVE", False),
        metrics_token=env.str("METRICS_TOKEN", "", validate=empty_or_long),
        privacy_key=env.str("PRIVACY_KEY", "") or secret_key,
        audit_anchor=env.path("AUDIT_ANCHOR", home / "audit-anchor.log"),
        proxy_count=env.int("PROXY_COUNT", 0, validate=validate.Range(0, 5)),
        sentry_dsn=env.str("SENTRY_DSN", ""),
        cache_url=env.str("CACHE_URL", "", validate=redis_address),
        pool_size=env.int("DATABASE_POOL", 0 if local else 8, validate=validate.Range(0, 100)),
        **_neighbours(env),
    )
    env.seal()
    return environment


def _neighbours(env: Variables) -> dict[str, Any]:
    """Return where the systems around this one are, and how they are talked to."""
    return {
        "pulse_url": env.str("PULSE_URL", ""),
        "pulse_secret": env.str("PULSE_SECRET", ""),
        "pulse_dialect": env.str("PULSE_DIALECT", "a", validate=validate.OneOf(("a", "b"))),
        "pulse_conflicts": env.str("PULSE_CONFLICTS", "manual", validate=validate.OneOf(CONFLICTS)),
        "nemoclaw_url": env.str("NEMOCLAW_URL", ""),
        "nemoclaw_secret": env.str("NEMOCLAW_SECRET", ""),
        "comfy_public_url": env.str("COMFY_PUBLIC_URL", "", validate=public_address),
    }
