"""Opens a transcript's page in headless Chromium and says, as JSON, what it found.

Usage: look.py PAGE
"""

import json
import shutil
import sys

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PHONE = 360


def browser():
    options = webdriver.ChromeOptions()
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--window-size=1280,900"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    # Beside a build everything takes longer; what hangs is ended by whoever runs the tests.
    driver.set_script_timeout(600)
    driver.set_page_load_timeout(600)
    return driver


def scheme(driver, name):
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]})


def complaints(driver):
    """What axe finds that shuts somebody out."""
    found = Axe().run(driver)["violations"]
    return [f"{item['impact']}: {item['id']}: {item['nodes'][0]['html'][:120]}"
            for item in found if item["impact"] in ("serious", "critical")]


def requests(driver):
    """Addresses that the page asked for, beside itself."""
    asked = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    return [address for address in asked if not address.startswith(("file:", "data:", "chrome:"))]


def place(driver):
    return driver.find_element(By.ID, "place").text


def lit(driver):
    return driver.execute_script(
        "return [...document.querySelectorAll('.step.current .lit')].map(e => e.textContent.trim())")


def main(page):
    driver = browser()
    found = {}
    try:
        driver.get(f"file://{page}")
        found["ready_ms"] = driver.execute_script(
            "return performance.getEntriesByType('navigation')[0].domComplete")
        found["axe"] = {"light": complaints(driver)}
        scheme(driver, "dark")
        found["axe"]["dark"] = complaints(driver)
        scheme(driver, "light")

        found["start"] = place(driver)
        body = driver.find_element(By.TAG_NAME, "body")
        body.send_keys(Keys.ARROW_RIGHT)
        found["after_right"] = place(driver)
        body.send_keys(Keys.ARROW_LEFT)
        found["after_left"] = place(driver)

        # A byte lights its field up, and a field its bytes.
        driver.execute_script("document.querySelectorAll('.step.current .b')[4].focus()")
        found["byte_lights"] = lit(driver)
        found["reason"] = driver.find_element(By.ID, "reason").text
        driver.execute_script("document.querySelector('.step.current .f[data-l]').focus()")
        found["field_lights"] = len(lit(driver))
        ActionChains(driver).move_to_element(
            driver.find_elements(By.CSS_SELECTOR, ".step.current .b")[1]).perform()
        found["pointer_lights"] = lit(driver)
        found["pointer_ms"] = driver.execute_script(
            "const b = document.querySelectorAll('.step.current .b')[6], t = performance.now();"
            "b.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));"
            "b.getBoundingClientRect(); return performance.now() - t")

        found["script_from_elsewhere"] = driver.execute_script(
            "const s = document.createElement('script'); s.textContent = 'window.broken = true';"
            "document.body.append(s); return window.broken === true")
        driver.get_log("browser")

        # Everyone reads what travels in the open; what is protected only the ends.
        hatched = {}
        for view in [e.get_attribute("value")
                     for e in driver.find_elements(By.CSS_SELECTOR, "input[name=view]")]:
            driver.execute_script(
                "document.querySelector(`input[name=view][value=${arguments[0]}]`).click();"
                "document.body.classList.contains('walking')"
                " && document.querySelector('#whole').click();", view)
            hatched[view] = driver.execute_script(
                "return document.querySelectorAll('.step .hatched').length")
        found["hatched"] = hatched
        driver.execute_script("document.querySelector('input[name=view][value=all]').click()")
        driver.execute_script("document.querySelector('#whole').click()")

        links = driver.execute_script(
            "return [...document.querySelectorAll('a[href^=\"#\"]')]"
            ".filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)")
        found["broken_links"] = links
        found["same_id"] = driver.execute_script(
            "const s = new Set(), t = []; for (const e of document.querySelectorAll('[id]'))"
            " { if (s.has(e.id)) t.push(e.id); s.add(e.id); } return t")

        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": PHONE, "height": 740, "deviceScaleFactor": 1, "mobile": True})
        found["phone_width"] = driver.execute_script("return document.documentElement.scrollWidth")
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        found["printed_steps"] = driver.execute_script(
            "return [...document.querySelectorAll('.step')]"
            ".filter(e => getComputedStyle(e).display !== 'none').length")
        found["steps"] = len(driver.find_elements(By.CSS_SELECTOR, ".step"))
        found["injected"] = driver.execute_script("return window.injected === true")
        found["requests"] = requests(driver)
        found["errors"] = [e["message"] for e in driver.get_log("browser") if e["level"] == "SEVERE"]
    finally:
        driver.quit()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
