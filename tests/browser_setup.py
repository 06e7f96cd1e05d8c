"""Where the browser of the browser tests is: one that is installed, else the system's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    for install in (_nothing, _install_system_package, _install_playwrights_own):
        install()
        found = find_browser()
        if found:
            return found
    return None


def _nothing() -> None:
    """The first try: what is there already."""


def _install_system_package() -> None:
    sudo = _permission()
    if sudo is None or not shutil.which("apt-get"):
        return
    _run([*sudo, "apt-get", "update", "-qq"])
    install = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    _run([*sudo, *install, "chromium", "fonts-noto-cjk"])


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
    browser = provide_browser()
    print(
        f"Browser tests use {browser}" if browser else "No browser is there and none can be installed: browser tests are skipped"
    )
