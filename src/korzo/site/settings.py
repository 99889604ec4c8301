"""Django's settings, all derived from `site.config`; nothing here is edited per installation."""

import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from korzo.kernel.text import languages
from korzo.site import config

KORZO = config.load()
SOURCE = Path(__file__).resolve().parents[1]

SECRET_KEY = KORZO.signing_key
DEBUG = KORZO.debug
ALLOWED_HOSTS = KORZO.hosts
SECURE = KORZO.base_url.startswith("https://")
TESTING = "pytest" in sys.modules

INSTALLED_APPS = [
    *(f"korzo.capabilities.{name}" for name in KORZO.switched_on),
    "korzo.site",
    "korzo.ui",
    "korzo.kernel",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "korzo.site.middleware.observe",
    "korzo.site.middleware.security",
    "korzo.site.shelf.keep",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "korzo.site.middleware.choose_language",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "korzo.site.urls"
WSGI_APPLICATION = "korzo.site.wsgi.application"
AUTH_USER_MODEL = "kernel.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": {**KORZO.database, "TEST": {} if KORZO.database_url else {"NAME": KORZO.root / "test.sqlite3"}}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "korzo.ui.templatetags.korzo"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "korzo.site.menu.context",
                "korzo.site.app.context",
            ],
        },
    }
]

# Languages -----------------------------------------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = KORZO.time_zone
LANGUAGE_CODE = KORZO.language
LANGUAGES = [(code, languages.OWN_NAME[code]) for code in KORZO.languages.split(",")]
LOCALE_PATHS = [SOURCE / "locale"]
FORMAT_MODULE_PATH = ["korzo.site.formats"]
languages.register_with_django()

# Static files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = KORZO.root / "files" if TESTING else SOURCE / "site" / "static-collected"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": KORZO.root / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG

# Signing in ----------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "korzo.site.accounts.adapter.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}  # of codes; wrong passwords are counted by the adapter
_FORMS = "korzo.site.accounts.forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "SignIn",
    "signup": _FORMS + "SignUp",
    "reset_password": _FORMS + "ResetPassword",
    "reset_password_from_key": _FORMS + "ResetPasswordKey",
    "change_password": _FORMS + "ChangePassword",
    "set_password": _FORMS + "SetPassword",
    "reauthenticate": _FORMS + "Reauthenticate",
    "change_email": _FORMS + "ChangeEmail",
    "confirm_email_verification_code": _FORMS + "ConfirmEmail",
}
MFA_FORMS = {
    "authenticate": _FORMS + "SecondStep",
    "reauthenticate": _FORMS + "SecondStepAgain",
    "activate_totp": _FORMS + "ActivateApp",
    "add_webauthn": _FORMS + "AddPasskey",
}
ALLAUTH_TRUSTED_PROXY_COUNT = KORZO.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = KORZO.city_name
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SOCIALACCOUNT_ADAPTER = "korzo.site.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = KORZO.oidc_trusts_email
SOCIALACCOUNT_LOGIN_ON_GET = (
    True  # the state parameter guards the way back; a page between would only be one click more
)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "city",
                    "name": KORZO.oidc_name,
                    "client_id": KORZO.oidc_client_id,
                    "secret": KORZO.oidc_client_secret.get_secret_value(),
                    "settings": {"server_url": KORZO.oidc_url},
                }
            ],
            "OAUTH_PKCE_ENABLED": True,
        }
    }
    if KORZO.oidc_url
    else {}
)
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Safety --------------------------------------------------------------------------------------------------------------
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(KORZO.base_url))]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KORZO.trusted_proxies else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_TEMP_DIR = None
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # a small town may run on plain HTTP inside its own network

# Mail, jobs, logs ----------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = KORZO.mail_from
_smtp = urlsplit(KORZO.smtp_url)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if KORZO.smtp_url
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = KORZO.root / "mail"
EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp.username or "", _smtp.password or ""
EMAIL_USE_SSL = _smtp.scheme == "smtps"
EMAIL_USE_TLS = _smtp.scheme == "smtp" and bool(_smtp.username)
EMAIL_TIMEOUT = 20
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
LOGGING_CONFIG = "korzo.site.logs.configure"
LOGGING = {"json": not DEBUG and not sys.stderr.isatty()}
