"""What the scheduler reads from the environment."""

from shared.settings import BolnaCallsPerMinute, CallReportWait, ServiceSettings


class SchedulerSettings(ServiceSettings):
    """Besides what every process reads: the provider's rate, and how long a result is waited for."""

    bolna_calls_per_minute: BolnaCallsPerMinute
    call_report_wait_seconds: CallReportWait
