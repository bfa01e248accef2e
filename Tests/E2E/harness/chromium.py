"""Debian's Chromium without a screen, driven by selenium."""

import contextlib

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait


@contextlib.contextmanager
def chromium(language: str = "en", width: int = 1200, height: int = 900, scripts: bool = True, dark: bool = False):
    """A fresh browser that talks to this machine alone."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        f"--lang={language}",
        f"--window-size={width},{height}",
    ):
        options.add_argument(argument)
    if dark:
        options.add_argument("--blink-settings=preferredColorScheme=0")
    preferences = {"intl.accept_languages": language}
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        driver.set_page_load_timeout(30)
        # The window has a least width; a page is as narrow as a phone only when the device is said to be one.
        if width < 500:
            driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True},
            )
        yield driver
    finally:
        driver.quit()


def waiting(driver, seconds: float = 15) -> WebDriverWait:
    """Waits for something; when the page is replaced in the middle of looking, it looks again."""
    return WebDriverWait(driver, seconds, ignored_exceptions=[StaleElementReferenceException])


def shown(driver, selector: str) -> WebElement:
    """The first visible element of a selector, as soon as there is one, on whatever page the browser is by then."""

    def visible(driver):
        return next((found for found in driver.find_elements(By.CSS_SELECTOR, selector) if found.is_displayed()), None)

    return waiting(driver).until(visible)
