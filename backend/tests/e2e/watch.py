"""What no page may do, whatever a journey is about: break its policy, complain, shut people out, or scroll sideways."""

import re
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": RULES}
# `report` is of a policy that is only being tried
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) => {
  if (event.disposition === "enforce")
    console.error(`policy: ${event.effectiveDirective} forbids ${event.blockedURI} ${event.sample}`);
});
"""
# a page has settled when, for a while, it has a heading and says of nothing that it still comes;
# what was about to be thrown is thrown by then, and what was about to be drawn is drawn
SETTLE = """() => new Promise((done) => {
  let [calm, left] = [0, 100];
  const look = () => {
    const ready = document.querySelector("h1") && !document.querySelector("[data-loading], [aria-busy=true]");
    calm = ready ? calm + 1 : 0;
    left -= 1;
    if (calm > 3 || left === 0) done();
    else setTimeout(look, 50);
  };
  look();
})"""
SIDEWAYS = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? `${scrollWidth} px wide in ${clientWidth} px` : null;
}"""


@dataclass
class Watch:
    """Sees every page of a test, and keeps as sentences what is wrong with them."""

    findings: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of a context, from before its first document on."""
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._hear)
        context.on("weberror", self._catch)

    def look(self, page: Page) -> None:
        """Judge what a page shows, once it has settled."""
        page.evaluate(SETTLE)
        if wide := page.evaluate(SIDEWAYS):
            self._found(f"sideways scroll: {wide} at {page.url}")
        for violation in Axe().run(page, options=AXE_OPTIONS).response["violations"]:
            places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
            self._found(f"axe {violation['id']}: {violation['help']} at {page.url}: {places}")

    def allow(self, pattern: str) -> None:
        """Expect findings that match `pattern` somewhere; a test that has none of them fails."""
        self.allowed.append(pattern)

    def verdict(self) -> list[str]:
        """What fails the test: the findings that nobody expected, and what was expected in vain."""
        unexpected = [
            finding
            for finding in self.findings
            if not any(re.search(pattern, finding) for pattern in self.allowed)
        ]
        in_vain = [
            f"allowed, but it did not happen: {pattern}"
            for pattern in self.allowed
            if not any(re.search(pattern, finding) for finding in self.findings)
        ]
        return unexpected + in_vain

    def _found(self, finding: str) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location
            self._found(f"console: {message.text} ({place['url']}:{place['lineNumber']})")

    def _catch(self, thrown: WebError) -> None:
        self._found(f"uncaught: {thrown.error.stack or thrown.error.message}")
