"""GET /openapi.json: the addresses in the words of OpenAPI 3.1, made from the same rows that read the parameters."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from yearbook import __version__
from yearbook.catalogue.messages import LANGUAGES, translate
from yearbook.exports.lists import LIST_FORMATS, LISTS
from yearbook.exports.parameters import EDITION, LANGUAGE, PARAMETERS, YEAR, Parameter
from yearbook.exports.request import YEARS
from yearbook.exports.snapshot import FORMATS, MEDIA_TYPES, SPOKEN, Format

Description = dict[str, Any]


def answer_openapi(_: Request) -> JSONResponse:
    """The description of every address."""
    return JSONResponse(describe_addresses())


def describe_addresses() -> Description:
    """The whole document."""
    paths: Description = {}
    for format in FORMATS:
        path = "/manifest.json" if format == "manifest" else f"/snapshot.{format}"
        paths[path] = {"get": _describe_snapshot(format)}
    for name in LISTS:
        for ending in LIST_FORMATS:
            paths[f"/{name}.{ending}"] = {"get": _describe_list(name, ending)}
    paths["/healthz"] = {
        "get": {
            "operationId": "health",
            "summary": _say("health"),
            "responses": {"200": {"description": _say("answer_200")}, "503": {"description": _say("answer_503")}},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": _say("title"), "description": _say("intro"), "version": __version__},
        "paths": paths,
        "components": {"schemas": {"Refusal": _refusal()}},
    }


def _describe_snapshot(format: Format) -> Description:
    parameters = [_describe_parameter(parameter) for parameter in PARAMETERS]
    parameters.append(_parameter(YEAR, {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]}))
    parameters.append(_edition())
    if format in SPOKEN:
        parameters.append(_parameter(LANGUAGE, {"type": "string", "enum": list(LANGUAGES), "default": "zh"}))
    return {
        "operationId": "manifest" if format == "manifest" else f"snapshot_{format}",
        "summary": _say(f"format_{format}"),
        "parameters": parameters,
        "responses": _answers(MEDIA_TYPES[format]),
    }


def _describe_list(name: str, format: Format) -> Description:
    return {
        "operationId": f"{name}_{format}",
        "summary": _say(f"list_{name}"),
        "parameters": [_edition()],
        "responses": _answers(MEDIA_TYPES[format]),
    }


def _describe_parameter(parameter: Parameter) -> Description:
    if parameter.kind == "year":
        return _parameter(parameter.name, {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]})
    if parameter.kind == "text":
        return _parameter(parameter.name, {"type": "string"})
    items: Description = {"type": "string"}
    if parameter.values:
        items["enum"] = list(parameter.values)
    several = _parameter(parameter.name, {"type": "array", "items": items})
    return {**several, "style": "form", "explode": True}


def _parameter(name: str, schema: Description) -> Description:
    return {"name": name, "in": "query", "required": False, "description": _say(f"{name}_about"), "schema": schema}


def _edition() -> Description:
    return _parameter(EDITION, {"type": "integer", "minimum": 1})


def _answers(media_type: str) -> Description:
    refusal = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    content: Description = {media_type.partition(";")[0]: {}}
    return {
        "200": {"description": _say("answer_200"), "headers": {"ETag": {"schema": {"type": "string"}}}, "content": content},
        "304": {"description": _say("answer_304")},
        **{status: {"description": _say(f"answer_{status}"), "content": refusal} for status in ("400", "410", "503")},
    }


def _refusal() -> Description:
    return {
        "type": "object",
        "properties": {
            "status": {"type": "integer"},
            "parameter": {"type": ["string", "null"]},
            **{language: {"type": "string"} for language in LANGUAGES},
        },
        "required": ["status", "parameter", *LANGUAGES],
    }


def _say(key: str) -> str:
    """Both languages: a description has no reader whose language is known."""
    return " · ".join(translate(f"addresses.{key}", language) for language in LANGUAGES)
