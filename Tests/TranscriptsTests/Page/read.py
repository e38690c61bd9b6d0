"""Reads transcripts with programs that nobody here wrote, and says what they object to, a line each.

Usage: read.py SCHEMA FILE...     .json against the schema, .svg as XML, .md as CommonMark
"""

import json
import re
import sys
import xml.etree.ElementTree

import jsonschema
from markdown_it import MarkdownIt

# What our own Markdown holds of HTML; anything else came from a session.
OURS = re.compile(r'</?details>|</?summary>|<a id="why-[a-z0-9-]+">|</a>')


def read_json(path, validator):
    with open(path, encoding="utf-8") as file:
        found = validator.iter_errors(json.load(file))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found][:5]


def read_svg(path):
    root = xml.etree.ElementTree.parse(path).getroot()
    allowed = {"svg", "title", "desc", "style", "rect", "line", "polygon", "circle", "text"}
    names = {element.tag.split("}")[1] for element in root.iter()}
    return [f"element {name}" for name in names - allowed]


def read_markdown(path):
    with open(path, encoding="utf-8") as file:
        tokens = MarkdownIt("commonmark").enable("table").parse(file.read())
    objections = []
    for token in tokens + [child for token in tokens for child in token.children or []]:
        if token.type in ("html_block", "html_inline"):
            rest = OURS.sub("", token.content)
            if "<" in rest:
                objections.append(f"markup: {rest.strip()[:100]}")
        if token.type == "image":
            objections.append(f"image: {token.content[:100]}")
        if token.type == "link_open" and not token.attrs.get("href", "").startswith("#why-"):
            objections.append(f"link: {token.attrs.get('href')}")
    return objections


def main(schema, paths):
    with open(schema, encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    for path in paths:
        if path.endswith(".json"):
            objections = read_json(path, validator)
        elif path.endswith(".svg"):
            objections = read_svg(path)
        else:
            objections = read_markdown(path)
        for objection in objections:
            print(f"{path}: {objection}")


main(sys.argv[1], sys.argv[2:])
