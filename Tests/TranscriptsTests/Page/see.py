"""Opens transcripts' pages in headless Chromium and says, as JSON, what can be read in each view.

Usage: see.py PAGE...
"""

import json
import sys

from look import browser


def seen(driver, page):
    driver.get(f"file://{page}")
    texts = {}
    for opening in ["#unfold", "#investigate", "#whole"]:
        driver.execute_script(
            "document.querySelector(arguments[0]).click();"
            "document.querySelectorAll('details').forEach(d => { d.open = true; });"
            "document.querySelectorAll('[hidden=until-found]').forEach(e => e.removeAttribute('hidden'));",
            opening)
        # Walking is looked at by its steps, all of them.
        if opening == "#investigate":
            continue
        for view in driver.execute_script(
                "return [...document.querySelectorAll('input[name=view]')].map(e => e.value)"):
            texts[view] = texts.get(view, "") + driver.execute_script(
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
