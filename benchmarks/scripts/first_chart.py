"""How long a new visitor waits for the first chart: reads addresses of pages, one a line, and writes the seconds of each.

Every visit has a window and a cache of its own; the browser runs already. Writes "no browser" first where there is none.
"""

import sys
import time

from playwright.sync_api import sync_playwright

from tests.system_setup import find_browser

PATIENCE = 120_000  # ms


def main() -> None:
    path = find_browser()
    print("ready" if path else "no browser", flush=True)
    if path is None:
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for line in sys.stdin:
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
            page = context.new_page()
            start = time.perf_counter()
            page.goto(line.strip(), wait_until="commit", timeout=PATIENCE)
            page.wait_for_selector(".js-plotly-plot .main-svg", state="attached", timeout=PATIENCE)
            print(time.perf_counter() - start, flush=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
