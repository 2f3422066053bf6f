"""Django settings; every value that differs between installations comes from `velocity_crm.env`."""

from datetime import timedelta

from django.urls import reverse_lazy

from velocity_crm import env, logs
from velocity_crm.broker import broker_url, transport_options
from velocity_crm.unfold import UNFOLD  # noqa: F401 -- unfold reads it from here

ENV = env.read()
BASE_DIR = env.BASE_DIR
LOCAL = ENV.mode == "local"
HOME = ENV.home
VERSION = env.version()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
DEMO = ENV.demo
SOLO_MODE = ENV.solo_mode
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
QD_LABEL = ENV.qd_label
PHONE_REGION = ENV.phone_region
PULSE_URL, PULSE_SECRET = ENV.pulse_url, ENV.pulse_secret
PULSE_DIALECT, PULSE_CONFLICTS = ENV.pulse_dialect, ENV.pulse_conflicts
NEMOCLAW_URL, NEMOCLAW_SECRET = ENV.nemoclaw_url, ENV.nemoclaw_secret
AUDIT_ANCHOR = ENV.audit_anchor
PRIVACY_KEY = ENV.privacy_key
COMFY_PUBLIC_URL = ENV.comfy_public_url
ENVIRONMENT = ENV.mode

INSTALLED_APPS = [
    "velocity_crm.apps.VelocityConfig",
    "unfold.apps.BasicAppConfig",  # its other configuration would replace our admin site
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "unfold.contrib.import_export",
    "unfold.contrib.guardian",
    "unfold.contrib.simple_history",
    "velocity_crm.apps.VelocityAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "import_export",
    "simple_history",
    "guardian",
    "django_htmx",
    "django_filters",
    "django_structlog",
    "rest_framework",
    "knox",
    "drf_standardized_errors",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "velocity_crm.apps.FlagsConfig",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "core",
    "approvals",
    "accounts",
    "inventory",
    "contacts",
    "opportunities",
    "activities",
    "evidence",
    "identity",
    "imports",
    "client360",
    "oracle_bridge",
    "privacy",
    "ops",
]

MIDDLEWARE = [
    "velocity_crm.middleware.probes",  # answers before anything that can fail
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "velocity_crm.middleware.request_id",
    "velocity_crm.middleware.private_pages",
    *(["velocity_crm.pool.pooled"] if ENV.pool_size else []),
    "allauth.account.middleware.AccountMiddleware",
    "velocity_crm.sign_in.sessions",
    "velocity_crm.middleware.clock",
    "velocity_crm.switches.switches",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "velocity_crm.urls"
WSGI_APPLICATION = "velocity_crm.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.reading"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "velocity_crm.context.shell",
            ],
        },
    },
]

SCANNER_URL = ENV.scanner_url
BACKUP_DIR = ENV.backup_dir
BACKUP_DATABASE_URL = ENV.backup_database_url
BACKUP_ENCRYPTION = ENV.backup_encryption
POSTGRES_BIN = ENV.postgres_bin
WAL_ARCHIVE = ENV.wal_archive
DATABASES = {
    "default": {
        **ENV.database,
        "ENGINE": "django_prometheus.db.backends.postgresql",  # Django's own, counted
        "CONN_MAX_AGE": 0 if ENV.pool_size else 600,  # Django keeps no connection beside a pool
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **ENV.database.get("OPTIONS", {}), **ENV.pool},
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.cache_url,
    }
    if ENV.cache_url
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # what a process knows of the flags; two seconds old at most, so that a kill switch is quick
    "flags": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "flags",
        "TIMEOUT": 2,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "velocity_crm.lock_out.LockOut",
    "velocity_crm.session_store.People",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SECOND_FACTOR = not LOCAL
SESSION_ENGINE = "velocity_crm.session_store"
SESSION_COOKIE_AGE = 12 * 3600  # a working day, however busy
SESSION_IDLE_SECONDS = 3600
SESSION_COOKIE_NAME = "sessionid" if LOCAL else "__Host-sessionid"
PROXY_COUNT = ENV.proxy_count

ACCOUNT_EMAIL_VERIFICATION = "none"  # logins are made by administrators
MFA_ADAPTER = "velocity_crm.sign_in.SecondFactor"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are kept by administrators, nobody signs up
MFA_TOTP_ISSUER = "Velocity CRM"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones differ

AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # an address alone may be a whole office
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nobody keeps another locked out for ever
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_CLIENT_IP_CALLABLE = "core.selectors.addresses.client_address"
AXES_DISABLE_ACCESS_LOG = True  # the audit record has the sign-ins
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
ANONYMOUS_USER_NAME = None  # guardian must not create a user nobody asked for
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = reverse_lazy("login")

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "velocity_crm.formats"
TIME_ZONE = "UTC"
USE_I18N = False  # one language: each label of a page would be looked up in a catalogue without it
USE_TZ = True

STATIC_URL = ENV.static_url
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = ENV.media_root
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_PROXY_SSL_HEADER = None if LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'", *ENV.delivery],
        "style-src": ["'self'", *ENV.delivery],
        "img-src": ["'self'", "data:", *ENV.delivery],
        "font-src": ["'self'", *ENV.delivery],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}

# simple-history keeps its models, admin and diff pages; the rows are written by the
# statement-level triggers of core.models.triggers, which see every writer.
SIMPLE_HISTORY_ENABLED = False
SIMPLE_HISTORY_DATE_INDEX = False
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_USE_TRANSACTIONS = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "core.api.authentication.BearerAuthentication",
        "core.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["core.api.renderers.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "core.api.parsers.JsonParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_PAGINATION_CLASS": "core.api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.errors.problem_handler",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "1200/min"},
    "NUM_PROXIES": PROXY_COUNT,  # else strangers are counted by a header they write themselves
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
CHANGE_FEED_DAYS = 90  # readers away for longer take a snapshot
KNOX_TOKEN_MODEL = "knox.AuthToken"  # noqa: S105 -- the name of a table; migrations ask for it
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "vk_", "TOKEN_LIMIT_PER_USER": 20}
SPECTACULAR_SETTINGS = {
    "TITLE": "Velocity CRM",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "DEFAULT_GENERATOR_CLASS": "core.api.schema.OnceGenerator",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "core.api.schema.anything",
        "core.api.schema.parts",
        "core.api.schema.versions",
    ],
}

CELERY_BROKER_URL = broker_url(ENV)
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(ENV)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # what a killed worker left behind goes on by itself
    "advance stalled imports": {"task": "imports.tasks.advance_stalled", "schedule": 30},
    "keep match keys": {"task": "identity.keep_keys", "schedule": 10, "options": {"expires": 10}},
    "go on scanning": {
        "task": "identity.go_on_scanning",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "resume proposals": {"task": "approvals.resume_applying", "schedule": 30},
    "seal the audit record": {"task": "core.seal_audit", "schedule": 60},
    "forget answers of yesterday": {"task": "core.forget_answers", "schedule": 3600},
    "purge what was kept long enough": {"task": "privacy.purge_expired", "schedule": 86_400},
    "exchange with Pulse": {"task": "oracle_bridge.tasks.follow_pulse", "schedule": 900},
    "check one score in a hundred": {"task": "evidence.tasks.check_scores", "schedule": 86_400},
    "scan files": {"task": "activities.tasks.scan_files", "schedule": 30},
    "tell webhooks": {"task": "oracle_bridge.call_webhooks", "schedule": 5},
    "tend exports": {"task": "ops.tend_exports", "schedule": 600},
    "expire proposals": {"task": "approvals.expire_proposals", "schedule": 3600},
    # written by a worker, so it proves the queue, the scheduler and the worker at once
    "worker heartbeat": {"task": "ops.heartbeat", "schedule": 30, "options": {"expires": 60}},
    "escalate proposals": {"task": "approvals.escalate_proposals", "schedule": 900},
    "recalibrate sources": {"task": "approvals.recalibrate_sources", "schedule": 3600},
}

WAFFLE_FLAG_MODEL = "ops.Flag"
WAFFLE_CACHE_NAME = "flags"
WAFFLE_ENABLE_ADMIN_PAGES = False  # our own pages write down who switched what and why

PROMETHEUS_LATENCY_BUCKETS = (
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1.0,
    2.0,
    5.0,
    10.0,
    30.0,
    float("inf"),
)
METRICS_TOKEN = ENV.metrics_token
BACKUP_EXPECTED = not LOCAL or bool(ENV.backup_dir)
DISK_PATHS = {"home": ENV.home, "media": ENV.media_root} | (
    {"backups": ENV.backup_dir} if ENV.backup_dir else {}
)

DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True
DJANGO_STRUCTLOG_TRUST_UPSTREAM_CORRELATION_ID = True
if ENV.sentry_dsn:  # the library takes 6 MB of every process
    from velocity_crm import errors

    errors.configure(ENV.sentry_dsn, release=VERSION, environment=ENV.mode)
LOGGING = logs.configure(ENV.log_level, as_json=ENV.log_json)
