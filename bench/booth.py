"""How long a ballot takes in Debian's Chromium, from the choices to its tracker, and what of it is loading; `--times`."""

import argparse
import functools
import http.server
import statistics
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402 -- after the path
from tests.chromium import CHROMIUM, SWITCHES  # noqa: E402

from korzo.capabilities.ballots.rules import credentials, digests, groups, questions, trustees  # noqa: E402
from korzo.capabilities.ballots.rules.questions import Homomorphic, NonHomomorphic  # noqa: E402
from korzo.ui import assets  # noqa: E402

ASKED: dict[str, tuple[Homomorphic | NonHomomorphic, list[int]]] = {
    "20 answers, choose up to 5": (Homomorphic("Choose", tuple(map(str, range(20))), 0, 5), [0] * 15 + [1] * 5),
    "yes or no, may be blank": (Homomorphic("Yes?", ("Yes", "No"), 1, 1, blank=True), [0, 1, 0]),
    "30 numbers, shuffled": (NonHomomorphic("Rank", tuple(map(str, range(30)))), list(range(30))),
}
RUN = """async ([given, times]) => {
  const { work } = await import("/ui/js/ballots/work.js");
  const taken = [];
  for (let time = 0; time < times; time += 1) {
    const begun = performance.now();
    await work("ballot", given);
    taken.push(performance.now() - begun);
  }
  return taken;
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):  # noqa: D101
    def log_message(self, *_: Any) -> None:  # noqa: D102
        pass


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=15)
    times = arguments.parse_args().times
    assets.install()
    folder = ROOT / "src" / "korzo" / "ui" / "static"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/ui/js/ballots/json.js")
        print(f"{'a worker of its own each time':34}{'first ms':>10}{'median ms':>11}{'slowest ms':>12}")
        for name, (asked, vote) in ASKED.items():
            taken = page.evaluate(RUN, [opened(asked, vote), times])
            print(f"{name:34}{taken[0]:10.0f}{statistics.median(taken):11.0f}{max(taken[1:]):12.0f}")
        browser.close()
    server.shutdown()


def opened(asked: Homomorphic | NonHomomorphic, vote: list[int]) -> dict[str, Any]:
    group = groups.named("Ed25519")
    draw = digests.drawing(group.q)
    raw = trustees.write(trustees.make(group, draw("x"), draw), trustees.make(group, draw("y"), draw))
    key = trustees.read(group, raw).key(group)
    election = questions.write(group, key, name="Bench", questions=[asked], uuid=credentials.uuid())
    return {
        "election": election.decode(),
        "trustees": raw.decode(),
        "fingerprint": questions.read(election).fingerprint,
        "credential": credentials.make(),
        "votes": [vote],
    }


if __name__ == "__main__":
    main()
