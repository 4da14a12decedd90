"""What the scheduler reads from the environment."""

from shared.contracts.campaigns import FrequencyCap
from shared.settings import BolnaCallsPerMinute, CallReportWait, ServiceSettings, SystemFrequencyCap


class SchedulerSettings(ServiceSettings):
    """Besides what every process reads: the provider's rate, how long a result is waited for, everybody's cap."""

    bolna_calls_per_minute: BolnaCallsPerMinute
    call_report_wait_seconds: CallReportWait
    system_frequency_cap: SystemFrequencyCap

    @property
    def system_cap(self) -> FrequencyCap | None:
        """The cap on calls to one number of all users together; None where it is not set."""
        if self.system_frequency_cap is None:
            return None
        calls, hours = self.system_frequency_cap.split("/")
        return FrequencyCap(calls=int(calls), hours=int(hours))
