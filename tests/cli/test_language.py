"""The language of the command line: the option wherever it stands, else the locale, else Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from yearbook.catalogue.messages import translate
from yearbook.cli.language import choose_language

NO_EDITION = {language: translate("warehouse.no_edition", language) for language in ("zh", "en")}


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "zh"),
        (["build"], {"LANG": "en_US.UTF-8"}, "en"),
        (["build"], {"LANG": "en_GB", "LC_ALL": "C.UTF-8"}, "zh"),
        (["build"], {"LANG": "de_DE.UTF-8"}, "zh"),
        (["build"], {"LANG": "", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        (["build", "--language", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--language=zh", "build"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["build", "--language"], {}, "zh"),
        (["build", "--language", "fr"], {"LANG": "en_US"}, "en"),
    ],
)
def test_the_option_goes_before_the_locale(
    arguments: list[str], environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert choose_language(arguments, environment) == language


@pytest.mark.parametrize(
    "arguments",
    [["--language", "en", "editions"], ["editions", "--language", "en"], ["editions", "diff", "1", "2", "--language", "en"]],
)
def test_an_error_is_worded_in_the_language_asked_for(run: Command, arguments: list[str]) -> None:
    assert run("editions").err.strip() == NO_EDITION["zh"]
    assert run(*arguments).err.strip() == NO_EDITION["en"]


@pytest.mark.parametrize("command", ["restore", "evaluate", "review"])
def test_a_file_that_is_not_there_is_told_in_the_language_of_the_run(run: Command, tmp_path: Path, command: str) -> None:
    file = tmp_path / "nowhere.zip"
    assert run(command, file).err.strip() == f"{file}: 找不到这个文件或文件夹"
    assert run(command, file, "--language", "en").err.strip() == f"{file}: there is no such file or folder"


def test_a_folder_in_place_of_a_file_is_called_that(run: Command, tmp_path: Path) -> None:
    assert run("evaluate", tmp_path).err.strip() == f"{tmp_path}: 这是文件夹，不是文件"


def test_help_and_refusals_follow_the_locale(run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert translate("commands.build", "en") in run("--help").out
    assert translate("warehouse.file_missing", "en") in run("extract", tmp_path / "nowhere.txt").err


def test_every_command_takes_the_option(run: Command) -> None:
    from yearbook.__main__ import COMMANDS

    for command in COMMANDS:
        assert "--language" in run(command, "--help").out


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (["--help"], "用法：", "usage: "),
        (["editions", "--help"], "选项", "options"),
        (["restore"], "缺少参数：FILE", "give also: FILE"),
        (["build", "--nothing"], "不认识的参数：--nothing", "unknown arguments: --nothing"),
        (["export", "--format", "doc"], "--format 不能是 'doc'", "--format cannot be 'doc'"),
        (["serve", "--port"], "--port 后面要有一个值", "--port needs a value"),
        (["serve", "--port", "many"], "--port 的值 'many'", "--port cannot take the value 'many'"),
        (["editions", "prune", "--keep", "0"], "--keep：至少保留", "--keep: keep at least"),
    ],
)
def test_help_and_wrong_usage_follow_the_option(run: Command, arguments: list[str], chinese: str, english: str) -> None:
    for language, words in (("zh", chinese), ("en", english)):
        result = run(*arguments, "--language", language)
        assert words in result.out + result.err
