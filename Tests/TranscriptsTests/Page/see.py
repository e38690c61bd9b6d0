"""Opens transcripts' pages in headless Chromium and says, as JSON, what can be read in each view.

Usage: see.py PAGE...
"""

import json
import sys

from look import browser


def seen(driver, page):
    driver.get(f"file://{page}")
    driver.execute_script(
        "document.querySelectorAll('details').forEach(d => { d.open = true; });"
        "document.querySelector('#whole').click();")
    texts = {}
    for view in driver.execute_script(
            "return [...document.querySelectorAll('input[name=view]')].map(e => e.value)"):
        texts[view] = driver.execute_script(
            "document.querySelector(`input[name=view][value=${arguments[0]}]`).click();"
            "return ['header', '.columns', 'section'].flatMap(s => [...document.querySelectorAll(s)])"
            ".filter(e => e.getClientRects().length).map(e => e.innerText).join('\\n')", view)
    return texts


def main(pages):
    driver = browser()
    try:
        print(json.dumps({page: seen(driver, page) for page in pages}))
    finally:
        driver.quit()


main(sys.argv[1:])
