"""Programs that tests need, a browser and LibreOffice: one that is there, else the system's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from yearbook.documents.office.converter import find_soffice

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


def find_browser() -> str | None:
    """The path of a Chromium-like browser: YEARBOOK_BROWSER, one on PATH, one in a usual place, Playwright's own; else None."""
    named = os.environ.get("YEARBOOK_BROWSER")
    if named:
        return named if Path(named).exists() else None
    on_path = (shutil.which(name) for name in NAMES)
    usual = (place for place in USUAL_PLACES if Path(place).exists())
    return next((path for path in on_path if path), None) or next(usual, None) or _playwrights_own()


def provide_browser() -> str | None:
    """As find_browser, installing one first where there is none and it is permitted."""
    if not find_browser():
        _install_packages("chromium", "fonts-noto-cjk")
    if not find_browser():
        _install_playwrights_own()
    return find_browser()


def provide_office() -> str | None:
    """The path of LibreOffice, as the program finds it, installing it first where there is none and it is permitted."""
    if not find_soffice():
        _install_packages("libreoffice-writer-nogui", "libreoffice-calc-nogui")
    return find_soffice()


def _install_packages(*names: str) -> None:
    """Install the system's packages, where it has apt and permits it."""
    sudo = _permission()
    if sudo is None or not shutil.which("apt-get"):
        return
    _update_lists()
    install = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    _run([*sudo, *install, *names])


@cache
def _update_lists() -> None:
    _run([*(_permission() or []), "apt-get", "update", "-qq"])


def _install_playwrights_own() -> None:
    _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _permission() -> list[str] | None:
    """What to put before a command that installs packages; None where that is not permitted without a password."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and _run(["sudo", "-n", "true"]) else None


def _playwrights_own() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def _run(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    browser, office = provide_browser(), provide_office()
    print(
        f"Browser tests use {browser}" if browser else "No browser is there and none can be installed: browser tests are skipped"
    )
    print(
        f"Tests of DOC, ODT and others use {office}"
        if office
        else "LibreOffice is not there and cannot be installed: tests of DOC, ODT and others are skipped"
    )
