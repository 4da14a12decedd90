"""An example for every operation of an OpenAPI document, made from its schemas; their own examples go first."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from services.campaigns.http.problems import PROBLEM_JSON

Schema = Mapping[str, Any]

MOMENT = "2025-10-09T03:30:00Z"
BY_FORMAT: Mapping[str, str] = MappingProxyType({"date-time": MOMENT, "date": "2025-10-09", "password": "cc_…"})
BY_NAME: Mapping[str, Any] = MappingProxyType(
    {
        "action": "AgentRegistered",
        "amount": "0.032",
        "bolna_agent_id": "a7b0c1d2-1111-4222-8333-000000000001",
        "campaign_name": "Autumn offer",
        "code": "waiting_turn",
        "column": "phone_number",
        "company": "Menon Traders",
        "country": "IN",
        "currency": "USD",
        "default_country": "IN",
        "delimiter": ",",
        "e164": "+919876543210",
        "email": "asha@example.com",
        "encoding": "utf-8",
        "errors_csv_url": "/api/imports/0198c0de-0000-7000-8000-000000000009/errors.csv",
        "execution_id": "c2f1a7d0-5b1c-4d5e-9a53-000000000001",
        "first_call_time": "09:00",
        "from_phone_number": "+912261234567",
        "key": "cc_Zm9yIGRvY3VtZW50YXRpb24gb25seSwgb3BlbnMgbm8",
        "api_key": "cc_Zm9yIGRvY3VtZW50YXRpb24gb25seSwgb3BlbnMgbm8",
        "last_call_time": "18:00",
        "method": "password",
        "name": "Asha Rao",
        "next_action": "Ask whether Tuesday suits",
        "next_cursor": None,
        "notes": "prefers mornings",
        "phone_number": "+919876543210",
        "prefix": "cc_Zm9yIGR",
        "search": "asha",
        "tag": "renewals",
        "timezone": "Asia/Kolkata",
        "token": "Zm9yIGRvY3VtZW50YXRpb24gb25seSwgb3BlbnMgbm8",
    }
)
"""What a field of this name holds in examples, where its schema says nothing better."""

IDENTITIES: Mapping[str, int] = MappingProxyType(
    {
        "id": 1,
        "user_id": 1,
        "agent_id": 2,
        "campaign_id": 3,
        "contact_id": 4,
        "call_id": 6,
        "import_id": 9,
        "key_id": 10,
    }
)
FILE = "name,phone_number,email\nRavi Menon,+919876543210,ravi@example.com\n"
WINDOW: Mapping[str, Any] = MappingProxyType(
    {
        "agent_id": "0198c0de-0000-7000-8000-000000000002",
        "next_action": "Ask whether Tuesday suits",
        "first_call_time": "09:00",
        "last_call_time": "18:00",
        "start_date": "2025-10-09",
    }
)
BODIES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "BulkCallBody": {
            **WINDOW,
            "campaign_name": "Autumn offer",
            "contact_ids": ["0198c0de-0000-7000-8000-000000000004"],
            "retry": {"max_attempts": 3, "outcomes": ["no-answer", "busy"], "delays_minutes": [60, 240]},
        },
        "AgentChangeBody": {"name": "Renewals", "from_phone_numbers": ["+912261234567"]},
        "CampaignChangeBody": {"last_call_time": "20:00", "end_date": None, "max_concurrent_calls": 3},
        "ContactSelection": {"contact_ids": ["0198c0de-0000-7000-8000-000000000004"]},
        "FileFields": {"default_country": "IN", "column_mapping": {"Mobile": "phone_number"}, "file": FILE},
        "SignInBody": {"email": "asha@example.com", "password": "a sentence that only I know"},
        "UploadFields": {
            **WINDOW,
            "campaign_name": "Autumn offer",
            "column_mapping": {"Mobile": "phone_number"},
            "file": FILE,
        },
    }
)
"""Bodies of which not every field goes with every other."""
_COUNTERS = {"total": 2, "queued": 1, "dialling": 0, "in_call": 0, "settled": 1, "answered": 1}
FIELDS_OF: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "Act": {"details": {"agent_id": "0198c0de-0000-7000-8000-000000000002", "name": "Renewals"}},
        "AgentOwner": {"name": "Asha Rao", "id": "0198c0de-0000-7000-8000-000000000001"},
        "AgentWarning": {"code": "webhook_elsewhere", "message": "Its webhooks go somewhere else, or nowhere"},
        "Agent": {"name": "Renewals", "id": "0198c0de-0000-7000-8000-000000000002"},
        "Campaign": {
            "name": "Autumn offer",
            "id": "0198c0de-0000-7000-8000-000000000003",
            "status": "active",
            "status_reason": None,
            "counters": _COUNTERS,
            "progress": 0.5,
            "end_date": None,
            "completed_at": None,
        },
        "CampaignName": {"name": "Autumn offer", "id": "0198c0de-0000-7000-8000-000000000003"},
        "Contact": {"name": "Ravi Menon", "id": "0198c0de-0000-7000-8000-000000000004", "email": "ravi@example.com"},
        "Import": {"status": "done", "failure": None, "id": "0198c0de-0000-7000-8000-000000000009", "accepted": 1},
        "IssuedKey": {"name": "nightly export", "id": "0198c0de-0000-7000-8000-00000000000a"},
        "Key": {"name": "nightly export", "id": "0198c0de-0000-7000-8000-00000000000a"},
        "NewAgentBody": {"name": "Renewals"},
        "NewKeyBody": {"name": "nightly export"},
        "RowProblem": {"code": "phone_invalid", "value": "12", "message": "is no phone number that any plan has"},
        "ConnectedAgent": {
            "name": "Renewals",
            "id": "0198c0de-0000-7000-8000-000000000002",
            "webhook_url": "https://calls.example.com/api/webhooks/bolna/***",
            "warnings": [],
        },
        "SyncedAgent": {"name": "Renewals", "id": "0198c0de-0000-7000-8000-000000000002", "at_bolna": True},
        "Why": {"state": "queued"},
    }
)
"""What fields of some shapes hold in examples."""
PROBLEM: Mapping[str, Any] = MappingProxyType(
    {
        "type": "urn:call-campaigns:problem:invalid_fields",
        "title": "Fields are wrong",
        "status": 422,
        "detail": "Nothing was changed. Mend: /name",
        "code": "invalid_fields",
        "request_id": "0198c0de-0000-7000-8000-00000000000f",
        "errors": [{"field": "/name", "code": "required", "message": "is missing: give it", "value": None}],
    }
)


def with_examples(document: dict[str, Any]) -> dict[str, Any]:
    """Give every parameter, JSON or form body and answer an example, where it has none; return the document."""
    made = Examples(document)
    for item in document["paths"].values():
        for operation in item.values():
            made.add_to(operation)
    return document


class Examples:
    """Makes examples of the schemas of one document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._schemas: Mapping[str, Schema] = document.get("components", {}).get("schemas", {})

    def add_to(self, operation: Mapping[str, Any]) -> None:
        """Add the examples of one operation."""
        for parameter in operation.get("parameters", ()):
            if parameter.get("required"):
                parameter.setdefault("example", self.of(parameter["schema"], parameter["name"]))
        for content in [operation.get("requestBody", {}), *operation["responses"].values()]:
            for kind, media in content.get("content", {}).items():
                if kind == PROBLEM_JSON:
                    media["example"] = dict(PROBLEM)
                elif "schema" in media and not {"example", "examples"} & media.keys():
                    media["example"] = self.of(media["schema"])

    def of(self, schema: Schema, name: str = "") -> Any:
        """Return an example of a schema; `name` is the field's."""
        if "$ref" in schema:
            return self._of_shape(schema["$ref"].rpartition("/")[2], name)
        if schema.get("examples"):
            return schema["examples"][0]
        if "enum" in schema:
            return schema["enum"][0]
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self._of_variants(schema[several], name)
        if "allOf" in schema:
            return {field: value for part in schema["allOf"] for field, value in self.of(part, name).items()}
        return schema["const"] if "const" in schema else self._of_type(schema, name)

    def _of_shape(self, shape: str, name: str) -> Any:
        if shape in BODIES:
            return dict(BODIES[shape])
        made = self.of(self._schemas[shape], name)
        told = FIELDS_OF.get(shape, {})
        return {**made, **{field: told[field] for field in told if field in made}} if told else made

    def _of_variants(self, variants: list[Schema], name: str) -> Any:
        if name in BY_NAME and BY_NAME[name] is None:
            return None
        meant = next((variant for variant in variants if variant.get("type") != "null"), variants[0])
        return self.of(meant, name)

    def _of_type(self, schema: Schema, name: str) -> Any:
        match schema.get("type"):
            case "object":
                return self._of_object(schema)
            case "array":
                return [self.of(schema.get("items", {}), name.removesuffix("s"))]
            case "integer" | "number":
                return int(max(1, schema.get("minimum", 1)))
            case "boolean":
                return schema.get("default", False)
            case kind:
                return None if kind == "null" else _text(schema, name)

    def _of_object(self, schema: Schema) -> dict[str, Any]:
        if "properties" not in schema:
            values = schema.get("additionalProperties")
            return {"policy": self.of(values, "policy")} if isinstance(values, dict) and values else {}
        return {field: self.of(part, field) for field, part in schema["properties"].items()}


def _text(schema: Schema, name: str) -> Any:
    """Return an example of a text."""
    if schema.get("format") == "uuid":
        return f"0198c0de-0000-7000-8000-{IDENTITIES.get(name, 12):012x}"
    if "contentMediaType" in schema or schema.get("format") == "binary":
        return FILE
    if name in BY_NAME and BY_NAME[name] is not None:
        return BY_NAME[name]
    return BY_FORMAT.get(schema.get("format", ""), schema.get("default") or "…")
