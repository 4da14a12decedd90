"""What FastAPI cannot tell of this face in its OpenAPI document: forms, bodies checked as a whole, and errors."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.campaigns.http.bodies import BulkCallBody, CampaignChangeBody, FileFields, PreviewFields, UploadFields
from services.campaigns.http.do_not_call_bodies import DoNotCallFields
from services.campaigns.http.problems import PROBLEM_JSON, ProblemDetails

MODELS: tuple[type[BaseModel], ...] = (
    BulkCallBody,
    CampaignChangeBody,
    DoNotCallFields,
    FileFields,
    PreviewFields,
    UploadFields,
    ProblemDetails,
)
A_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "A CSV file", "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}
}
"""The answer of an operation that answers with a file."""
FORM = "multipart/form-data"
REF = "#/components/schemas/{model}"


def form_document(model: type[BaseModel]) -> dict[str, Any]:
    """Return the document of a multipart form: the fields of a model, to which `document` adds the file."""
    schema = {"$ref": REF.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {FORM: {"schema": schema}}}}


def body_document(model: type[BaseModel]) -> dict[str, Any]:
    """Return the document of a JSON body."""
    schema = {"$ref": REF.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document: every operation may answer a problem."""
    made = get_openapi(
        title=app.title, version=app.version, summary=app.summary, routes=app.routes, openapi_version="3.1.0"
    )
    _, described = models_json_schema([(model, "validation") for model in MODELS], ref_template=REF)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name, schema in described["$defs"].items():
        schemas.setdefault(name, schema)
    _add_files(made)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = {"schema": {"$ref": REF.format(model=ProblemDetails.__name__)}}
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = {
                "description": "A problem (RFC 9457); docs/errors.md lists the codes",
                "content": {PROBLEM_JSON: problem},
            }
    return made


def _add_files(made: dict[str, Any]) -> None:
    """Add the file to the fields of every form."""
    schemas = made["components"]["schemas"]
    bodies = [operation.get("requestBody", {}) for path in made["paths"].values() for operation in path.values()]
    for form in [schemas[_shape(body["content"][FORM])] for body in bodies if FORM in body.get("content", {})]:
        form["properties"] = {**form.get("properties", {}), "file": {"type": "string", "contentMediaType": "text/csv"}}
        form["required"] = [*dict.fromkeys([*form.get("required", []), "file"])]


def _shape(media: dict[str, Any]) -> str:
    return str(media["schema"]["$ref"]).rpartition("/")[2]
