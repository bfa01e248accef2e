"""A login without a mouse: where the keys lead, and that one sees where one is."""

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from harness.chromium import chromium, shown, waiting
from harness.hosted_page import authorize_url
from harness.tenant import PUBLIC, new_number, wrong

FOCUS = """
const element = document.activeElement, style = getComputedStyle(element);
const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
return (element.name ? element.name + (element.value && element.type === 'submit' ? '=' + element.value : '')
  : element.tagName.toLowerCase()) + (ring ? '' : ' without a ring');
"""


@pytest.fixture(scope="module")
def client(tenant, application) -> dict:
    return tenant.new_client(
        "Keyboard", app_type="spa", grant_types=["authorization_code"], callbacks=[application.origin + "/"], **PUBLIC
    )


@pytest.fixture(params=["en-US", "ar-EG"])
def browser(request, tenant, client):
    """A browser where the page of the number has just been opened."""
    with chromium(request.param) as browser:
        browser.get(authorize_url(tenant, client))
        assert focus_comes_to(browser, "phone")
        yield browser


def press(browser, *keys: str) -> None:
    """Presses keys where the focus is."""
    ActionChains(browser).send_keys(*keys).perform()


def back(browser) -> None:
    ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()


def focus_comes_to(browser, name: str) -> bool:
    """Waits until the focus is on an element, and one sees it there; a new page takes a moment to put it."""
    return waiting(browser).until(lambda driver: driver.execute_script(FOCUS) == name)


def send_number(browser, tenant) -> str:
    """Types a number and presses Enter; the code that arrives, once the page of the code is there."""
    number = new_number()
    press(browser, number, Keys.ENTER)
    assert shown(browser, "[name=code]")
    return tenant.gateway.wait_for(number)[-1].code


def test_the_number_is_asked_for_first_with_the_country_before_and_the_button_after_it(browser):
    back(browser)
    assert focus_comes_to(browser, "country")
    press(browser, Keys.TAB, Keys.TAB)
    assert focus_comes_to(browser, "button")


def test_a_number_that_is_none_leads_back_into_its_field(browser):
    press(browser, "no number", Keys.ENTER)
    assert shown(browser, "[role=alert]")
    assert focus_comes_to(browser, "phone")


def test_enter_leads_to_the_code_and_the_last_digit_to_the_application(browser, tenant, client):
    code = send_number(browser, tenant)
    assert focus_comes_to(browser, "code")
    press(browser, code)
    waiting(browser).until(lambda driver: driver.current_url.startswith(client["callbacks"][0]))


def test_a_wrong_code_leads_back_into_its_field(browser, tenant):
    code = send_number(browser, tenant)
    assert focus_comes_to(browser, "code")
    press(browser, wrong(code))
    assert shown(browser, "[role=alert]")
    assert focus_comes_to(browser, "code")


def test_the_ways_out_come_after_the_button(browser, tenant):
    send_number(browser, tenant)
    assert focus_comes_to(browser, "code")
    press(browser, Keys.TAB)
    assert focus_comes_to(browser, "action=default")
    press(browser, Keys.TAB)  # Past the button for a new code, which cannot be asked for yet.
    assert focus_comes_to(browser, "action=change")
    press(browser, Keys.SPACE)
    assert focus_comes_to(browser, "phone")
