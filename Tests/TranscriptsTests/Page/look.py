"""Opens a transcript's page in headless Chromium and says, as JSON, what it found.

Usage: look.py PAGE
"""

import base64
import json
import re
import shutil
import sys
from urllib.parse import quote

from axe_core_python.selenium import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

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
    # What is folded isn't shown to anybody, and axe would look at all of it.
    found = Axe().run(driver, context={"exclude": [["[hidden='until-found']"]]})["violations"]
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
        "return [...document.querySelectorAll('.step.current .dump .lit, .step.current .f.lit')]"
        ".map(e => e.textContent.trim())")


def click(driver, selector):
    driver.execute_script("document.querySelector(arguments[0]).click()", selector)


def at(driver, page, rest):
    """Opens a page at an address; the script runs anew, whatever stood there before."""
    driver.get("about:blank")
    driver.get(f"file://{page}{rest}")


def reading(driver):
    """What stands there to be read, and what the first message unfolds to."""
    found = driver.execute_script(
        "return {folded: document.querySelectorAll('.body[hidden]').length,"
        " bodies: document.querySelectorAll('.body').length}")
    click(driver, "[data-message] .fold")
    found |= driver.execute_script(
        "const step = document.querySelector('[data-message]');"
        "return {address: location.hash, prose: step.querySelectorAll('.prose').length,"
        " groups: [...step.querySelectorAll('li > .bytes')].filter(e => e.checkVisibility()).length,"
        " side: getComputedStyle(step).borderLeftColor}")
    found["axe"] = complaints(driver)
    click(driver, "#unfold")
    found["open"] = driver.execute_script("return document.querySelectorAll('.body[hidden]').length")
    click(driver, "#fold")
    return found


def clicks(driver):
    """A click selects, and a second one folds; the address follows."""
    script = ("const b = [...document.querySelectorAll('.step.current .f .field')]"
              ".find(e => e.textContent === 'record'); b.click();"
              "const list = b.closest('li').querySelector('ul');"
              "return {folded: list.hasAttribute('hidden'), address: location.hash,"
              " chosen: document.querySelectorAll('.chosen').length}")
    return [driver.execute_script(script) for _ in range(2)]


def dumps(driver):
    """Dumps whose rows of bytes are not as many as their offsets say."""
    return driver.execute_script(
        "return [...document.querySelectorAll('.dump')].filter(d => {"
        " const [o, b] = d.children; return o.getClientRects().length"
        " && Math.abs(o.offsetHeight - b.offsetHeight) > 2 }).map(d => d.nextSibling.textContent)")


def in_sight(driver):
    """Whether the dump, and the first row of a field's bytes, are in the window when the last field is."""
    return driver.execute_script(
        "const m = document.querySelector('.step.current .message');"
        "const f = [...m.querySelectorAll('.f:not(.head)')].filter(e => e.checkVisibility());"
        "f[f.length - 1].scrollIntoView({block: 'end'}); f[f.length - 1].click();"
        "const box = m.querySelector('.dump').getBoundingClientRect();"
        "const b = m.querySelector('.dump .lit').getClientRects()[0];"
        "return [box.top >= 0, b.top >= box.top - 1 && b.bottom <= innerHeight]")


def anchors(driver, page):
    """What is selected at each address."""
    found = {}
    for place in ["client_hello.random", "client_hello@11", "client_hello.record.length",
                  "client_hello", "nothing.such"]:
        at(driver, page, "#" + place)
        found[place] = driver.execute_script(
            "const row = document.querySelector('.chosen .field');"
            "return row ? row.textContent : document.querySelectorAll('.body:not([hidden])').length")
    return found


def search(driver, page):
    """Which texts a search in the page finds although they are folded, in both modes."""
    found = {}
    last = driver.execute_script(
        "const t = [...document.querySelectorAll('.between .title:not([hidden])')]; return t[t.length - 1].textContent")
    for mode in ["read", "investigate"]:
        for words in ["Recompute it yourself", last]:
            at(driver, page, "")
            click(driver, "#" + mode)
            found[f"{mode}: {words}"] = driver.execute_script(
                "getSelection().removeAllRanges();"
                "return window.find(arguments[0]) && getSelection().rangeCount > 0", words)
    # The way of a link to a text is that of a search.
    at(driver, page, "#:~:text=" + quote(last, safe=""))
    found["unfolded"] = WebDriverWait(driver, 60).until(lambda driver: driver.execute_script(
        "return [...document.querySelectorAll('.body')].some(e => !e.hasAttribute('hidden'))"))
    return found


def slide(driver, page):
    at(driver, page, "?only=server_hello#server_hello.random")
    return driver.execute_script(
        "return {steps: [...document.querySelectorAll('.step')].filter(e => e.checkVisibility()).length,"
        " others: [...document.querySelectorAll('header, nav, .controls, .chapter')]"
        ".filter(e => e.checkVisibility()).length,"
        " chosen: document.querySelector('.chosen .field').textContent}")


def thefts(driver):
    """What each theft says, and how much stays hatched with it."""
    found = {}
    for place, loot in enumerate(driver.execute_script(
            "return [...document.querySelectorAll('#steal option')].map(o => o.dataset.loot || '')")):
        driver.execute_script(
            "const s = document.querySelector('#steal'); s.selectedIndex = arguments[0];"
            "s.dispatchEvent(new Event('change'))", place)
        found[loot] = driver.execute_script(
            "return {says: document.querySelector('#gain').textContent,"
            " hatched: document.querySelectorAll('.step .hatched').length}")
    click(driver, "input[name=view][value=all]")
    return found


def paper(driver, page):
    """The page on paper: how many sheets, what is cut off, which words are broken."""
    at(driver, page, "")
    printed = driver.execute_cdp_cmd(
        "Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True})
    pages = len(re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"])))
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    # The width between the margins of A4.
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": 695, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
    found = driver.execute_script("""
        const seen = [...document.querySelectorAll('body *')].filter(e => e.checkVisibility());
        const clipped = seen.filter(e => getComputedStyle(e).overflow !== 'visible'
            && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1));
        const broken = [];
        for (const e of document.querySelectorAll('.f .field, th, .ladder .name, h2 span')) {
          for (const node of e.childNodes) {
            if (node.nodeType !== 3) continue;
            for (const word of node.data.matchAll(/[^\\s-]+/g)) {
              const range = document.createRange();
              range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
              if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) broken.push(word[0]);
            }
          }
        }
        return {clipped: clipped.map(e => e.className || e.tagName), broken,
          wide: document.documentElement.scrollWidth > 700,
          rows: [...document.querySelectorAll('.f:not(.head)')].filter(e => e.checkVisibility()).length,
          fields: document.querySelectorAll('.f:not(.head)').length,
          rungs: document.querySelectorAll('.ladder li').length
            - [...document.querySelectorAll('.ladder li')].filter(e => e.checkVisibility()).length}
        """)
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    return found | {"pages": pages}


def main(page):
    driver = browser()
    found = {}
    try:
        driver.get(f"file://{page}")
        found["ready_ms"] = driver.execute_script(
            "return performance.getEntriesByType('navigation')[0].domComplete")
        # Each scheme with another mode: to look at so many elements takes half a minute.
        found["reading"] = reading(driver)
        click(driver, "#investigate")
        scheme(driver, "dark")
        found["axe"] = {"light": found["reading"].pop("axe"), "dark": complaints(driver)}
        scheme(driver, "light")

        found["start"] = place(driver)
        body = driver.find_element(By.TAG_NAME, "body")
        body.send_keys(Keys.ARROW_RIGHT)
        found["after_right"] = place(driver)
        body.send_keys(Keys.ARROW_LEFT)
        found["after_left"] = place(driver)

        # A byte lights its field up, and a field its bytes.
        found["clicks"] = clicks(driver)
        driver.execute_script("document.querySelectorAll('.step.current .dump .b')[4].focus()")
        found["byte_lights"] = lit(driver)
        found["reason"] = driver.find_element(By.ID, "reason").text
        driver.execute_script("document.querySelector('.step.current .f .field[aria-expanded]').focus()")
        found["field_lights"] = len(lit(driver))
        ActionChains(driver).move_to_element(
            driver.find_elements(By.CSS_SELECTOR, ".step.current .dump .b")[1]).perform()
        found["pointer_lights"] = lit(driver)
        found["pointer_ms"] = driver.execute_script(
            "const b = document.querySelectorAll('.step.current .dump .b')[6], t = performance.now();"
            "b.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));"
            "b.getBoundingClientRect(); return performance.now() - t")

        found["in_sight"] = in_sight(driver)
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
        found["thefts"] = thefts(driver)
        found["uneven_dumps"] = dumps(driver)
        click(driver, "#whole")

        links = driver.execute_script(
            "return [...document.querySelectorAll('a[href^=\"#\"]')]"
            ".filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)")
        found["broken_links"] = links
        found["same_id"] = driver.execute_script(
            "const s = new Set(), t = []; for (const e of document.querySelectorAll('[id]'))"
            " { if (s.has(e.id)) t.push(e.id); s.add(e.id); } return t")

        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": PHONE, "height": 740, "deviceScaleFactor": 1, "mobile": True})
        click(driver, "#read")
        click(driver, "#unfold")
        found["phone_width"] = driver.execute_script("return document.documentElement.scrollWidth")
        click(driver, "#investigate")
        click(driver, "#whole")
        found["phone_width"] = max(found["phone_width"], driver.execute_script(
            "return document.documentElement.scrollWidth"))
        found["uneven_dumps"] += dumps(driver)
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

        found["injected"] = driver.execute_script("return window.injected === true")
        found["anchors"] = anchors(driver, page)
        found["search"] = search(driver, page)
        found["slide"] = slide(driver, page)
        found["paper"] = paper(driver, page)
        found["injected"] |= driver.execute_script("return window.injected === true")
        found["requests"] = requests(driver)
        found["errors"] = [e["message"] for e in driver.get_log("browser") if e["level"] == "SEVERE"]
    finally:
        driver.quit()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
