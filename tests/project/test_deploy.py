"""The container file and the service: what they name is there, and they give no more rights than are needed."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tracked import tracked_files
from yearbook.catalogue.files import PROJECT
from yearbook.cli.serve import add_arguments
from yearbook.cli.watch import add_arguments as add_watch_arguments

CONTAINER = (PROJECT / "Containerfile").read_text(encoding="utf-8")
SERVICES = {file.name: file.read_text(encoding="utf-8") for file in sorted((PROJECT / "deploy").glob("*.service"))}
SERVICE, WATCH = SERVICES["yearbook@.service"], SERVICES["yearbook-watch.service"]
IGNORED = (PROJECT / ".containerignore").read_text(encoding="utf-8").splitlines()


def _copied() -> list[str]:
    lines = re.findall(r"^COPY (?!--from)(.+)$", CONTAINER, re.MULTILINE)
    return [name for line in lines for name in line.split()[:-1] if "*" not in name]


def test_what_the_image_copies_belongs_to_the_project_and_is_let_through() -> None:
    tracked = {path.relative_to(PROJECT).as_posix() for path in tracked_files()}
    assert len(_copied()) > 10
    for name in _copied():
        assert name in tracked or any(path.startswith(f"{name}/") for path in tracked)
        assert f"!{name}" in IGNORED


def test_all_that_the_program_needs_is_in_the_image() -> None:
    needed = {path.relative_to(PROJECT).as_posix() for path in tracked_files() if path.suffix in {".py", ".sql", ".yaml", ".css"}}
    copied = _copied()
    left_out = {path for path in needed if not any(path == name or path.startswith(f"{name}/") for name in copied)}
    outside = {"tests", "benchmarks", "deploy", ".ci", ".github", ".pre-commit-config.yaml"}
    assert {path.split("/")[0] for path in left_out} <= outside


def test_nobodys_data_and_no_secret_gets_into_the_image() -> None:
    assert IGNORED[1] == "*"
    assert not {"!data", "!data/reports", "!data/decisions", "!data/editions", "!data/gold"} & set(IGNORED)
    assert IGNORED.index(".streamlit/secrets.toml") > IGNORED.index("!.streamlit")


def test_docker_and_podman_leave_out_the_same() -> None:
    assert (PROJECT / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines() == IGNORED


def test_the_container_runs_as_nobody_special_and_says_whether_it_is_well() -> None:
    last = CONTAINER.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!root|0)\w+$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "/healthz" in last
    assert "VOLUME /data" in last


def test_the_service_and_the_container_start_the_server_as_it_wants_to_be_started() -> None:
    [started] = re.findall(r"^ExecStart=\S+ -m yearbook serve (.+)$", SERVICE, re.MULTILINE)
    [contained] = re.findall(r"^CMD \[\"serve\", (.+)\]$", CONTAINER, re.MULTILINE)
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_arguments(parser)
    for flags in (shlex.split(started.replace("%i", "8501")), re.findall(r'"([^"]+)"', contained)):
        given = parser.parse_args(flags)
        assert (given.port, given.log, given.steward) == (8501, "json", False)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_gives_up_the_rights_it_does_not_need(name: str) -> None:
    for line in ("NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes"):
        assert line in SERVICES[name].splitlines()
    assert "User=yearbook" in SERVICES[name]


def test_the_service_that_watches_a_folder_asks_what_the_command_takes_and_has_no_network() -> None:
    [started] = re.findall(r"^ExecStart=\S+ -m yearbook watch (.+)$", WATCH, re.MULTILINE)
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_watch_arguments(parser)
    assert str(parser.parse_args(shlex.split(started)).folder) in re.findall(r"RequiresMountsFor=(.+)", WATCH)
    assert "PrivateNetwork=yes" in WATCH.splitlines()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not there to check its services")
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_understands_each_service(name: str, tmp_path: Path) -> None:
    unit = tmp_path / name
    unit.write_text(SERVICES[name].replace("/opt/yearbook/.venv/bin/python", sys.executable), encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False)
    assert (said.returncode, [line for line in said.stderr.splitlines() if name in line]) == (0, [])
