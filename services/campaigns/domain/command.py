"""What every command has in common."""

from pydantic import BaseModel, ConfigDict


class Command(BaseModel):
    """Something that is asked for: frozen, and with no field that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")
