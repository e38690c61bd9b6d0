"""Reads a file of questions in GIFT, or in Moodle's XML, and prints what is in it as JSON."""
import json
import re
import sys
import xml.etree.ElementTree

from pygiftparser import parser


def plain(text):
    """The reader finds what escaped characters part, and leaves the backslashes."""
    return re.sub(r"\\([~=#{}:\\])", r"\1", text or "")


def gift(path):
    with open(path, encoding="utf-8") as file:
        for question in parser.parseFile(file):
            assert question.valid, question.full
            yield {
                "name": plain(question.title),
                "text": plain(question.text),
                "choices": [
                    {"text": plain(one.answer), "say": plain(one.feedback), "right": one.fraction == 100}
                    for one in question.answers.answers
                ],
            }


def moodle(path):
    for question in xml.etree.ElementTree.parse(path).getroot().iter("question"):
        if question.get("type") == "category":
            continue
        assert question.findtext("single") == "true"
        yield {
            "name": question.findtext("name/text"),
            "text": question.findtext("questiontext/text"),
            "choices": [
                {
                    "text": one.findtext("text"),
                    "say": one.findtext("feedback/text"),
                    "right": one.get("fraction") == "100",
                }
                for one in question.iter("answer")
            ],
        }


read = moodle if sys.argv[1] == "moodle-xml" else gift
print(json.dumps(list(read(sys.argv[2]))))
