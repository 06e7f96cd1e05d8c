"""GET /api: how to ask for figures by address, on one page that needs nothing from elsewhere."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.exports.lists import LIST_FORMATS, LISTS
from yearbook.exports.parameters import EDITION, LANGUAGE, PARAMETERS, YEAR, Parameter
from yearbook.exports.snapshot import FORMATS, Format

EXAMPLE = "region=430000&topic=vehicles&from=2018&to=2024"
NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}


def answer_documentation(request: Request) -> HTMLResponse:
    """The page, in the language of `?lang=`."""
    language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
    base = str(request.url.replace(path=request.scope.get("root_path", ""), query="", fragment="")).rstrip("/")
    return HTMLResponse(render_documentation(base, language))


def render_documentation(base: str, language: Language) -> str:
    """The page as HTML; `base` is where the server is reached, for the examples."""

    def told(key: str) -> str:
        return escape(translate(f"addresses.{key}", language))

    style = (PROJECT / "static" / "api.css").read_text(encoding="utf-8")
    other = next(one for one in LANGUAGES if one != language)
    sections = [
        f"<h1>{told('title')}</h1><p>{told('intro')}</p>",
        f"<h2>{told('try')}</h2>{_examples(base, language)}",
        f"<h2>{told('formats')}</h2>{_table(_formats(language), (told('address'), told('gives')))}",
        f"<h2>{told('parameters')}</h2><p>{told('parameters_intro')}</p>",
        _table(_parameters(language), (told("parameter"), told("means"), told("takes"))),
        f"<h2>{told('again')}</h2><p>{told('again_about')}</p>",
        f"<h2>{told('refusals')}</h2><p>{told('refusals_about')}</p>",
        f'<p><a href="openapi.json">openapi.json</a> · <a href="./">{escape(translate("interface.product", language))}</a></p>',
    ]
    spoken = "zh-CN" if language == "zh" else "en"
    switch = f'<nav><a href="?lang={other}" lang="{other}">{NAMES[other]}</a></nav>'
    return (
        f'<!doctype html><html lang="{spoken}"><head><meta charset="utf-8"><title>{told("title")}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head>'
        f"<body><main>{switch}{''.join(sections)}</main></body></html>"
    )


def _examples(base: str, language: Language) -> str:
    address = f"{base}/snapshot.csv?{EXAMPLE}"
    examples = {
        "try_browser": address,
        "try_excel": address,
        "try_pandas": f'import pandas as pd\nfigures = pd.read_csv(\n    "{address}",\n    dtype={{"region_code": str}},\n)',
        "try_shell": f'curl -o figures.csv "{address}"',
    }
    return "".join(
        f"<h3>{escape(translate(f'addresses.{key}', language))}</h3><pre><code>{escape(code)}</code></pre>"
        for key, code in examples.items()
    )


def _formats(language: Language) -> list[tuple[str, str]]:
    rows = [(_code(_address(format)), escape(translate(f"addresses.format_{format}", language))) for format in FORMATS]
    for name in LISTS:
        addresses = " ".join(_link(f"/{name}.{format}") for format in LIST_FORMATS)
        rows.append((addresses, escape(translate(f"addresses.list_{name}", language))))
    return [*rows, (_link("/healthz"), escape(translate("addresses.health", language)))]


def _address(format: Format) -> str:
    return "/manifest.json" if format == "manifest" else f"/snapshot.{format}"


def _parameters(language: Language) -> list[tuple[str, str, str]]:
    rows = [(parameter.name, _values(parameter, language)) for parameter in PARAMETERS]
    rows.append((YEAR, escape(translate("addresses.takes_year", language))))
    rows.append((EDITION, _link("/editions.json")))
    rows.append((LANGUAGE, " ".join(map(_code, LANGUAGES))))
    return [(_code(name), escape(translate(f"addresses.{name}_about", language)), values) for name, values in rows]


def _values(parameter: Parameter, language: Language) -> str:
    if parameter.values:
        return " ".join(map(_code, parameter.values))
    if parameter.place:
        return _link(parameter.place)
    return escape(translate(f"addresses.takes_{parameter.kind}", language))


def _table(rows: list[tuple[str, ...]] | list[tuple[str, str]] | list[tuple[str, str, str]], heading: tuple[str, ...]) -> str:
    head = "".join(f'<th scope="col">{cell}</th>' for cell in heading)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _link(address: str) -> str:
    """An address below the place where this page stands, whatever stands before it."""
    return f'<a href="{escape(address.lstrip("/"))}">{_code(address)}</a>'
