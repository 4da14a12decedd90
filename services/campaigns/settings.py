"""What the campaigns service reads from the environment."""

from shared.settings import (
    AdminApiKey,
    ApiRequestsPerSecond,
    BolnaApiKey,
    BolnaApiUrl,
    BolnaRequestTimeout,
    DefaultCountry,
    DefaultTimeZone,
    DefaultUserConcurrentCallsLimit,
    PublicUrl,
    ServiceSettings,
    SystemConcurrentCallsLimit,
    TrustedProxies,
    WebhookSecrets,
)


class CampaignsSettings(ServiceSettings):
    """The HTTP face and the leading worker read the same."""

    admin_api_key: AdminApiKey
    system_concurrent_calls_limit: SystemConcurrentCallsLimit
    default_user_concurrent_calls_limit: DefaultUserConcurrentCallsLimit
    default_timezone: DefaultTimeZone
    default_country: DefaultCountry
    bolna_api_key: BolnaApiKey
    bolna_api_url: BolnaApiUrl
    bolna_request_timeout_seconds: BolnaRequestTimeout
    public_url: PublicUrl
    webhook_secrets: WebhookSecrets
    trusted_proxies: TrustedProxies
    api_requests_per_second: ApiRequestsPerSecond
