"""Who takes part in the demonstration: three users, each with a limit, a file of contacts, and what must come of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from callctl.demo.expectation import Expected, read_expected
from callctl.demo.generated import as_csv, expected_of, shared_out
from callctl.refusal import CannotStart

EXAMPLES = Path(__file__).parents[2] / "examples"
TIMEZONE = "Asia/Kolkata"
"""Of each user: what the expectations take for granted of numbers without a country code goes with it."""


@dataclass(frozen=True)
class User:
    """A user, their campaign, and how many of their calls may be live at once: less than the system's 10 each, more
    than it together, so that both limits are seen to hold.
    """

    name: str
    email: str
    limit: int
    campaign: str


@dataclass(frozen=True)
class Part:
    """A user with the file that they upload."""

    user: User
    file: str
    content: bytes
    expected: Expected


USERS = (
    User("Asha", "asha@example.com", 6, "Autumn offer"),
    User("Ravi", "ravi@example.com", 3, "Reminders"),
    User("Meera", "meera@example.com", 3, "Welcome calls"),
)
_FILES = ("contacts.csv", "contacts-second.csv", "contacts-third.csv")


def sample_parts(examples: Path = EXAMPLES) -> list[Part]:
    """With the sample files, and what `contacts.expected.json` says of them; raises `CannotStart` where they lack."""
    try:
        expected = read_expected(json.loads((examples / "contacts.expected.json").read_text("utf-8")))
        return [
            Part(user, file, (examples / file).read_bytes(), expected[file])
            for user, file in zip(USERS, _FILES, strict=True)
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotStart(
            f"The sample contacts in {examples} cannot be used ({type(error).__name__}: {error})."
            " Run the demonstration in a checkout of the repository."
        ) from error


def generated_parts(count: int) -> list[Part]:
    """With `count` generated contacts; a user to whom none falls takes no part."""
    return [
        Part(user, f"generated-{number}.csv", as_csv(contacts), expected_of(contacts))
        for number, (user, contacts) in enumerate(zip(USERS, shared_out(count), strict=True), start=1)
        if contacts
    ]


def all_contacts(parts: Sequence[Part]) -> int:
    """How many are to be called."""
    return sum(len(part.expected.outcomes) for part in parts)
