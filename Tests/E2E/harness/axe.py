"""axe-core, which looks at a page as assistive technology finds it. WebDriver's scripts are not subject to the page's policy."""

from importlib.resources import files

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()

# Every rule that axe has, those that it leaves off by default among them, without the ones named.
_RUN = """
const [without, done] = arguments;
const rules = Object.fromEntries(axe.getRules().map(rule => [rule.ruleId, {enabled: !without.includes(rule.ruleId)}]));
axe.run(document, {rules, resultTypes: ['violations']}).then(
  result => done(result.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${rule.help}: ${node.html}: ${node.failureSummary}`))),
  problem => done([String(problem)]));
"""


def findings(browser, without: tuple = ()) -> list[str]:
    """What axe finds on the page that is open: the rule, the element, what is wrong with it."""
    browser.set_script_timeout(30)
    browser.execute_script(_AXE)
    return browser.execute_async_script(_RUN, without)
