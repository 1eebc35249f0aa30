"""Count the taps and the letters of everyday gestures in the real browser, on a phone, in French.

Run: ``python bench/gestures.py``. On a demonstration of its own (``--size small``), a seller captures a note from *Today*
about a deal, says that an argument was used in a deal, says having read an argument; a manager closes a deal as lost. The
gestures are those that ``tests/browser/test_walk_deal.py`` holds to their limits. Printed and written to
``bench/results/gestures.json``: taps, letters typed, seconds that the machine took, and seconds that a person adds by
published figures (see ``tests/browser/gestures.py``); the capture once more with a note as long as half of those of the
demonstration. Must: capture at most 6 taps and 30 s, used 1 tap, acknowledge 1 tap, lost 20 s.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import Page, sync_playwright
from tests.browser import gestures
from tests.browser.conftest import BROWSERS, DESK, FLAGS, PHONE, sign_in

from served import environment, free_port

RESULTS = Path(__file__).parent / "results" / "gestures.json"
#: Letters of half of the field notes of the demonstration.
MEDIAN_LETTERS = 84


def measure(address: str) -> list[gestures.Count]:
    """Do every gesture once before counting, as somebody does who uses Liant every day; then count."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit("No browser is installed. Run: scripts/install-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)

        def as_role(role: str, size: tuple[int, int]) -> Page:
            context = browser.new_context(
                base_url=address,
                viewport={"width": size[0], "height": size[1]},
                locale="fr-FR",
                is_mobile=size == PHONE,
                has_touch=size == PHONE,
            )
            page = context.new_page()
            sign_in(page, role, "fr")
            return page

        asked = gestures.ask_to_read(as_role("marketer", DESK))
        seller, manager = as_role("seller", PHONE), as_role("sales_manager", PHONE)
        gestures.capture(seller)
        counts = [
            gestures.capture(seller),
            gestures.use(seller),
            gestures.acknowledge(seller, asked),
            gestures.lose(manager),
        ]
        browser.close()
    return counts


def main() -> None:
    """Start a demonstration, measure, print the figures and keep them."""
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        command = ["demo", "--size", "small", "--seed", "1", "--data-dir", name, "--port", str(port)]
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", "from liant.cli import main; main()", *command],
            env=environment(Path(name), "demo"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            for line in process.stdout or ():
                if re.match("Liant answers at ", line):
                    break
            counts = measure(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            process.wait(20)
    rows = []
    for count in counts:
        most_taps, most_seconds = gestures.LIMITS[count.name]
        rows.append(
            {
                "gesture": count.name,
                "taps": count.taps,
                "limit_taps": most_taps,
                "letters": count.letters,
                "machine_seconds": round(count.machine_seconds, 2),
                "person_seconds_estimated": round(count.person_seconds, 1),
                "seconds_estimated": round(count.seconds, 1),
                "limit_seconds": most_seconds,
            }
        )
    longer = (MEDIAN_LETTERS - len(gestures.NOTE)) * gestures.LETTER_SECONDS
    rows[0]["seconds_estimated_with_a_note_of_84_letters"] = round(counts[0].seconds + longer, 1)
    for row in rows:
        print(json.dumps(row))
    RESULTS.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
