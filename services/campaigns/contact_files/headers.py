"""What the columns of people's files are called, and which known column each name stands for."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

PHONE = "phone_number"
FIRST_NAME = "first_name"
MIDDLE_NAME = "middle_name"
LAST_NAME = "last_name"
NAME_PARTS = (FIRST_NAME, MIDDLE_NAME, LAST_NAME)
KNOWN = (PHONE, "name", "email", "company", "notes", "timezone")
RESERVED = frozenset({"call_id", "attempt_id", "next_action"})
ERROR_COLUMNS = ("error_row", "error_column", "error_code", "error_message")

LONGEST_NAME = 64


def _words(text: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)).split())


# Likeliest first: where a file has several columns that could be the one, the first named here is.
ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PHONE: _words(
            "phone_number phone mobile mobile_number mobile_phone mobile_phone_number phone_mobile cell cell_phone "
            "cellphone cell_number contact_number contact_phone contact_no contact_mobile customer_phone "
            "customer_number phone_no phone_num phonenumber mobile_no mobilenumber mob mob_no tel telephone "
            "telephone_number tel_no telephone_no number phone_1_value phone_1 phone1 primary_phone "
            "primary_phone_number main_phone phone_number_with_country_code phone_with_country_code "
            "mobile_number_with_country_code e164 e_164 msisdn recipient_phone_number to_number lead_phone work_phone "
            "business_phone office_phone home_phone handphone whatsapp whatsapp_number whatsapp_no telefon "
            "telefonnummer handy handynummer mobil telefono teléfono celular movil móvil téléphone telefone телефон "
            "फ़ोन फोन मोबाइल தொலைபேசி هاتف 电话 手机"
        ),
        "name": _words(
            "name full_name fullname contact_name customer_name lead_name display_name person_name client_name "
            "contact_full_name nombre_completo नाम பெயர் имя اسم 姓名"
        ),
        FIRST_NAME: _words("first_name firstname given_name forename fname vorname prénom prenom nombre first"),
        MIDDLE_NAME: _words("middle_name middlename additional_name"),
        LAST_NAME: _words("last_name lastname family_name surname lname nachname apellido apellidos last"),
        "email": _words(
            "email e_mail email_address e_mail_address emailaddress email_id mail mail_id e_mail_1_value email_1_value "
            "e_mail_1 email_1 email1 primary_email work_email contact_email customer_email correo courriel"
        ),
        "company": _words(
            "company company_name organisation organization organisation_name organization_name organization_1_name "
            "organisation_1_name account account_name business business_name employer firm firma empresa société"
        ),
        "notes": _words("notes note comment comments remark remarks description notiz notizen notas"),
        "timezone": _words("timezone time_zone tz timezone_name iana_timezone zeitzone"),
    }
)

_RANKS = {alias: (known, rank) for known, aliases in ALIASES.items() for rank, alias in enumerate(aliases)}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_REQUIRED = re.compile(r"_(?:required|mandatory|optional)\Z")
_OPENING_SIGNS = "'\"=+-@*# \t\r\n\ufeff"


def snake_case(header: str) -> str:
    """The name of a column: `Lead Score` → `lead_score`, `leadScore` → `lead_score`, `Größe (cm)` → `größe_cm`.

    Letters, marks and digits of every script are kept; all else becomes one underscore. At most 64 characters;
    "" where nothing remains.
    """
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", header).strip(_OPENING_SIGNS))
    kept = "".join(character if _belongs_to_word(character) else " " for character in spaced)
    return unicodedata.normalize("NFC", "_".join(kept.lower().split())[:LONGEST_NAME].rstrip("_"))


def known_column(name: str) -> tuple[str, int] | None:
    """The known column that a snake_case name stands for, and its rank among the aliases (0 is best); else None."""
    return _RANKS.get(name) or _RANKS.get(_REQUIRED.sub("", name))


def _belongs_to_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
