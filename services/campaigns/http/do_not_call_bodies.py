"""The bodies of requests on the do-not-call lists."""

from pydantic import Field

from services.campaigns.http.bodies import FileFields
from services.campaigns.http.contact_bodies import Number
from services.campaigns.http.fields import Body, Text
from shared.contracts.vocabulary import BlockScope


class NewEntryBody(Body):
    """A number that is not to be called: by the caller's campaigns, or (administrators) by anybody's."""

    phone_number: Number
    scope: BlockScope = BlockScope.USER
    reason: Text | None = Field(default=None, examples=["asked not to be called"])


class DoNotCallFields(FileFields):
    """The fields beside a file of numbers; `reason` is that of rows that give none in a column of this name."""

    scope: BlockScope = BlockScope.USER
    reason: Text | None = None
