"""GET /api: a bilingual page that documents the HTTP API and loads nothing from other hosts."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from yearbook.catalogue.files import PROJECT
from yearbook.catalogue.messages import LANGUAGES, Language, translate
from yearbook.exports.lists import LIST_FORMATS, LISTS
from yearbook.exports.parameters import EDITION, LANGUAGE, PARAMETERS, YEAR, snapshot_path
from yearbook.exports.snapshot import FORMATS

EXAMPLE = "region=430000&topic=vehicles&from=2018&to=2024"
LANGUAGE_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def answer_documentation(request: Request) -> HTMLResponse:
    """The page, in the language of `?lang=`; its examples name the host that the request came to."""
    language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
    base = str(request.url.replace(path=request.scope.get("root_path", ""), query="", fragment="")).rstrip("/")
    return HTMLResponse(render_documentation(base, language))


def render_documentation(base: str, language: Language) -> str:
    """The page as HTML; `base` is where the server is reached, for the examples."""

    def say(key: str) -> str:
        return translate(f"addresses.{key}", language)

    address = f"{base}/snapshot.csv?{EXAMPLE}"
    pandas = f'import pandas as pd\nfigures = pd.read_csv(\n    "{address}",\n    dtype={{"region_code": str}},\n)'
    examples = {"browser": address, "excel": address, "pandas": pandas, "shell": f'curl -o figures.csv "{address}"'}
    addresses: list[tuple[tuple[str, ...], str, bool]] = [
        ((snapshot_path(format),), f"format_{format}", False) for format in FORMATS
    ]
    addresses += [(tuple(f"/{name}.{format}" for format in LIST_FORMATS), f"list_{name}", True) for name in LISTS]
    parameters = [(one.name, one.values, one.place, f"takes_{one.kind}") for one in PARAMETERS]
    parameters += [(YEAR, (), "", "takes_year"), (EDITION, (), "/editions.json", ""), (LANGUAGE, LANGUAGES, "", "")]
    return _templates.get_template("documentation.html").render(
        say=say,
        product=translate("interface.product", language),
        lang="zh-CN" if language == "zh" else "en",
        others=[(code, name) for code, name in LANGUAGE_NAMES.items() if code != language],
        style=(PROJECT / "static" / "api.css").read_text(encoding="utf-8"),
        examples=examples,
        addresses=[*addresses, (("/healthz",), "health", True)],
        parameters=parameters,
    )
