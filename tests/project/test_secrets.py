"""Secrets stand in the environment or in secrets.toml, which no commit takes in; the example holds none."""

from __future__ import annotations

import re
import subprocess
import tomllib

from tests.project.tracked import tracked_files, tracked_texts
from yearbook.catalogue.files import PROJECT
from yearbook.ui.auth.roles import Role, read_rules
from yearbook.ui.auth.visitor import list_providers

SET = re.compile(r"""^\s*(?:cookie_secret|client_secret)\s*=\s*["'][^"'\s]+["']""", re.MULTILINE)


def test_secrets_are_ignored_and_not_tracked() -> None:
    assert not [file for file in tracked_files() if file.name == "secrets.toml"]
    ignored = subprocess.run(["git", "check-ignore", "-q", ".streamlit/secrets.toml"], cwd=PROJECT, check=False)
    assert ignored.returncode == 0


def test_no_file_holds_a_secret() -> None:
    assert [name for name, text in tracked_texts().items() if SET.search(text)] == []
    assert SET.search('cookie_secret = "abc"')


def test_the_example_is_read_as_it_stands_and_gives_roles() -> None:
    example = tomllib.loads((PROJECT / ".streamlit" / "secrets.example.toml").read_text(encoding="utf-8"))
    assert list_providers(example) == [""]
    assert set(read_rules(example, {}).values.values()) == {Role.STEWARD, Role.ADMINISTRATOR}
    assert not example["auth"]["cookie_secret"]
    assert not example["auth"]["client_secret"]
