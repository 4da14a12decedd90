"""Configuration from the environment: the variables that are public, and how a service reads those it needs.

A service declares its variables and nothing else:

    class DialerSettings(ServiceSettings):
        bolna_api_key: BolnaApiKey
        bolna_calls_per_minute: BolnaCallsPerMinute

and `main.py` alone reads them: `settings = exit_on_bad_settings(DialerSettings, os.environ)`. A variable that is set to
nothing counts as absent. A secret may come from the file that `NAME_FILE` names.

Each public variable is an annotation that holds its name, type, default, and a description which completes "set it
to …" where it is missing or wrong.
"""

import sys
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

from phonenumbers import SUPPORTED_REGIONS
from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

BAD_SETTINGS_EXIT_CODE = 2
BOLNA_ORIGIN = "https://api.bolna.ai"
BOLNA_WEBHOOK_ADDRESSES = ("13.203.39.153", "13.126.9.249", "13.202.133.53")
"""Where Bolna's webhooks come from, as its documentation publishes them (August 2026)."""

_HTTP_URL = TypeAdapter(AnyHttpUrl)


def _comma_separated(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise ValueError("it is no IANA time zone") from None


def _known_country(name: str) -> str:
    if name.upper() not in SUPPORTED_REGIONS:
        raise ValueError("it is no ISO 3166 country of two letters")
    return name.upper()


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _networks(value: object) -> object:
    """`bolna` stands for the published addresses; everything else is an address or a network."""
    names = _comma_separated(value)
    if not isinstance(names, tuple):
        return names
    spelt = [part for name in names for part in (BOLNA_WEBHOOK_ADDRESSES if name == "bolna" else (name,))]
    return tuple(ip_network(part) for part in spelt)


def _http_address(value: str) -> str:
    return str(_HTTP_URL.validate_python(value)).rstrip("/")


def _database_address(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
        raise ValueError("it does not begin with postgresql://")
    return value


def _nats_address(value: SecretStr) -> SecretStr:
    servers = value.get_secret_value().split(",")
    if not all(server.strip().startswith(("nats://", "tls://")) for server in servers):
        raise ValueError("it does not begin with nats:// or tls://")
    return value


# Values, whatever the variable is called.
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
SecondsList = Annotated[tuple[Seconds, ...], BeforeValidator(_comma_separated), Field(min_length=1)]
TimeZoneName = Annotated[str, AfterValidator(_known_zone)]
CountryCode = Annotated[str, AfterValidator(_known_country)]
HttpAddress = Annotated[str, AfterValidator(_http_address)]
Secret = Annotated[SecretStr, Field(min_length=1)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks)]

# What every process reads.
DatabaseUrl = Annotated[
    Secret,
    AfterValidator(_database_address),
    Field(alias="DATABASE_URL", description="postgresql://user:password@host:port/database"),
]
NatsUrl = Annotated[
    Secret,
    AfterValidator(_nats_address),
    Field(alias="NATS_URL", description="nats://user:password@host:port, or tls:// for a server with a certificate"),
]
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    BeforeValidator(_upper),
    Field(alias="LOG_LEVEL", default="INFO", description="DEBUG, INFO, WARNING or ERROR"),
]
OtelEndpoint = Annotated[
    HttpAddress | None,
    Field(alias="OTEL_EXPORTER_OTLP_ENDPOINT", default=None, description="the address of an OTLP collector"),
]
HttpHost = Annotated[
    str, Field(alias="HTTP_HOST", default="127.0.0.1", description="the address of the interface to listen on")
]
HttpPort = Annotated[
    int, Field(alias="HTTP_PORT", default=8000, ge=0, le=65535, description="the port to listen on; 0 takes a free one")
]

# Bolna.
BolnaApiKey = Annotated[Secret, Field(alias="BOLNA_API_KEY", description="the API key of the Bolna account")]
BolnaApiUrl = Annotated[
    HttpAddress, Field(alias="BOLNA_API_URL", default=BOLNA_ORIGIN, description="the address of Bolna's API")
]
BolnaCallsPerMinute = Annotated[
    int,
    Field(alias="BOLNA_CALLS_PER_MINUTE", default=500, ge=0, description="the most calls in any 60 s; 0 is unlimited"),
]
BolnaRequestTimeout = Annotated[
    Seconds, Field(alias="BOLNA_REQUEST_TIMEOUT_SECONDS", default=30.0, description="seconds, such as 30")
]
BolnaQueuedStop = Annotated[
    Seconds,
    Field(
        alias="BOLNA_QUEUED_STOP_SECONDS",
        default=60.0,
        description="the seconds after which a call that Bolna itself holds back is stopped there, such as 60",
    ),
]

# Calls.
SystemConcurrentCallsLimit = Annotated[
    int,
    Field(
        alias="SYSTEM_CONCURRENT_CALLS_LIMIT",
        default=10,
        ge=0,
        description="the most calls live at once, for the first start; 0 stops all new calls",
    ),
]
DefaultUserConcurrentCallsLimit = Annotated[
    int,
    Field(
        alias="DEFAULT_USER_CONCURRENT_CALLS_LIMIT",
        default=2,
        ge=0,
        description="the most calls of a user live at once, where nothing else is recorded",
    ),
]
DefaultTimeZone = Annotated[
    TimeZoneName,
    Field(alias="DEFAULT_TIMEZONE", default="Asia/Kolkata", description="an IANA name, such as Asia/Kolkata"),
]
DefaultCountry = Annotated[
    CountryCode, Field(alias="DEFAULT_COUNTRY", default="IN", description="two letters, such as IN")
]
CallSilentAfter = Annotated[
    Seconds,
    Field(
        alias="CALL_SILENT_AFTER_SECONDS",
        default=180.0,
        description="the seconds without news after which Bolna is asked about a call, such as 180",
    ),
]
UnknownCallLookups = Annotated[
    SecondsList,
    Field(
        alias="UNKNOWN_CALL_LOOKUPS_SECONDS",
        default=(5.0, 30.0, 120.0),
        min_length=2,
        description="at least two waits in seconds, comma-separated, such as 5,30,120",
    ),
]
SystemFrequencyCap = Annotated[
    str | None,
    Field(
        alias="SYSTEM_FREQUENCY_CAP",
        default=None,
        pattern=r"^[1-9][0-9]{0,2}/[1-9][0-9]{0,3}$",
        description="the most calls to one number in so many hours, of all users together, such as 3/24",
    ),
]
CallReportWait = Annotated[
    Seconds,
    Field(
        alias="CALL_REPORT_WAIT_SECONDS",
        default=900.0,
        description="the seconds after which an ended call is settled with what is known, such as 900",
    ),
]

# Access from outside.
WebhookSecrets = Annotated[
    tuple[Secret, ...],
    BeforeValidator(_comma_separated),
    Field(
        alias="WEBHOOK_SECRET",
        min_length=1,
        max_length=2,
        description="the secret that Bolna's webhooks carry, or two with a comma while one replaces the other",
    ),
]
WebhookAllowedIps = Annotated[
    Networks,
    Field(
        alias="WEBHOOK_ALLOWED_IPS",
        default=(),
        description="addresses or networks, comma-separated, or bolna for its published addresses; unset allows any",
    ),
]
TrustedProxies = Annotated[
    Networks,
    Field(
        alias="TRUSTED_PROXIES",
        default=(),
        description="addresses or networks of the proxies in front, comma-separated",
    ),
]
AdminApiKey = Annotated[
    Secret, Field(alias="ADMIN_API_KEY", description="the API key of the first administrator, such as cc_… (keep it)")
]
PublicUrl = Annotated[
    HttpAddress | None, Field(alias="PUBLIC_URL", default=None, description="the address where Bolna reaches webhooks")
]
ApiRequestsPerSecond = Annotated[
    float,
    Field(
        alias="API_REQUESTS_PER_SECOND",
        default=100.0,
        ge=0,
        allow_inf_nan=False,
        description="the requests a second of one user at one HTTP face, ten times as many at once; 0 is unlimited",
    ),
]
RawWebhookDays = Annotated[
    Annotated[float, Field(gt=0, allow_inf_nan=False)],
    Field(alias="RAW_WEBHOOK_DAYS", default=30.0, description="the days for which raw webhooks are kept, such as 30"),
]


class Settings(BaseModel):
    """Base of every settings model: frozen, and indifferent to variables that it does not declare."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class ServiceSettings(Settings):
    """What every process of every service reads."""

    database_url: DatabaseUrl
    nats_url: NatsUrl
    log_level: LogLevel
    otel_exporter_otlp_endpoint: OtelEndpoint
    http_host: HttpHost
    http_port: HttpPort


class SettingsError(Exception):
    """The environment does not hold what the service needs; the text names each variable, its value unless secret, the
    remedy, one line each.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


SettingsModel = TypeVar("SettingsModel", bound=BaseModel)


def read_settings(model: type[SettingsModel], environ: Mapping[str, str]) -> SettingsModel:
    """The settings that `environ` holds; raises `SettingsError` that names every missing or wrong variable at once."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    values: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    for variable, field in fields.items():
        try:
            value = _value(variable, field, environ)
        except SettingsError as error:
            unreadable[variable] = str(error)
        else:
            if value:
                values[variable] = value
    try:
        settings = model.model_validate(values)
    except ValidationError as error:
        wrong = {_variable(problem): problem for problem in reversed(error.errors(include_url=False))}
    else:
        wrong = {}
        if not unreadable:
            return settings
    problems = unreadable | {
        variable: _problem(variable, fields.get(variable), values.get(variable), problem)
        for variable, problem in wrong.items()
        if variable not in unreadable
    }
    raise SettingsError([problems[variable] for variable in sorted(problems, key=[*fields, ""].index)])


def exit_on_bad_settings(model: type[SettingsModel], environ: Mapping[str, str]) -> SettingsModel:
    """As `read_settings`; where the settings are bad, says so on stderr and ends the process with exit code 2."""
    try:
        return read_settings(model, environ)
    except SettingsError as error:
        print(f"The configuration is not complete or not right:\n{error}", file=sys.stderr)  # noqa: T201  # before logging exists
        raise SystemExit(BAD_SETTINGS_EXIT_CODE) from None


def is_secret(field: FieldInfo) -> bool:
    """Whether a field's value must never be shown, and may come from `NAME_FILE`."""
    return _mentions_secret(field.annotation)


def _mentions_secret(annotation: Any) -> bool:
    return annotation is SecretStr or any(_mentions_secret(part) for part in get_args(annotation))


def _value(variable: str, field: FieldInfo, environ: Mapping[str, str]) -> str:
    """What is set for `variable`, empty if nothing; reads the file of a secret."""
    direct = environ.get(variable, "").strip()
    path = environ.get(f"{variable}_FILE", "").strip() if is_secret(field) else ""
    if not path:
        return direct
    if direct:
        raise SettingsError([f"{variable} and {variable}_FILE are both set: unset one of them"])
    try:
        content = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SettingsError([f"{variable}_FILE is {path!r}, which cannot be read: {reason}"]) from None
    if not content:
        raise SettingsError([f"{variable}_FILE is {path!r}, which is empty: write the secret into it"])
    return content


def _variable(problem: ErrorDetails) -> str:
    return str(problem["loc"][0]) if problem["loc"] else ""


def _problem(variable: str, field: FieldInfo | None, value: str | None, problem: ErrorDetails) -> str:
    said = problem["msg"].removeprefix("Value error, ")
    if field is None:
        return said
    secret = is_secret(field)
    remedy = f"set it to {field.description}" if field.description else "set it"
    if secret:
        remedy += f", or {variable}_FILE to a file that holds it"
    if problem["type"] == "missing":
        return f"{variable} is not set: {remedy}"
    shown = "wrong (its value is secret)" if secret else repr(value)
    return f"{variable} is {shown}: {said[0].lower()}{said[1:]}; {remedy}"
