#!/usr/bin/env python3
"""Checks the label file of the thousand photo classes: check_labels.py PATH

Exits 0 and says what it saw, or exits 1 with one sentence that names the fault.
"""
import json
import sys

COUNT = 1000
# Class numbers whose words are known for certain: they catch a list that has slipped.
KNOWN = {
    281: ("tabby", "条纹猫"), 282: ("tiger cat", "虎斑猫"),
    285: ("Egyptian cat", "埃及猫"), 287: ("lynx", "猞猁"),
    904: ("window screen", "纱窗"), 967: ("espresso", "浓缩咖啡"),
}


class Fault(Exception):
    pass


def need(ok, sentence):
    if not ok:
        raise Fault(sentence)


def is_id(value):
    return type(value) is int and 0 <= value < COUNT


def has_cjk(text):
    return any("\u3400" <= c <= "\u9fff" for c in text)


def check_word(word, where):
    need(isinstance(word, str), f"{where} is not a string.")
    need(word.strip() != "", f"{where} is empty.")
    need(word == word.strip() and "  " not in word and word.isprintable(),
         f"{where} ({word!r}) has stray white space.")


def check_unique(words, what):
    seen = {}
    for i, word in enumerate(words):
        first = seen.setdefault(word.casefold(), i)
        need(first == i, f"{what} {first} and {i} are both {word!r}.")


def check(data):
    need(isinstance(data, dict) and set(data) == {"labels", "parents", "never_headline"},
         "The file must hold exactly labels, parents and never_headline.")
    labels = data["labels"]
    need(isinstance(labels, dict) and set(labels) == {"en", "zh"},
         "labels must hold exactly en and zh.")
    for lang in ("en", "zh"):
        words = labels[lang]
        need(isinstance(words, list) and len(words) == COUNT,
             f"labels.{lang} must be a list of {COUNT} words.")
        for i, word in enumerate(words):
            check_word(word, f"labels.{lang}[{i}]")
            if lang == "zh":
                need(has_cjk(word), f"labels.zh[{i}] ({word!r}) has no Chinese character.")
        check_unique(words, f"labels.{lang}")
    for i, pair in KNOWN.items():
        got = (labels["en"][i], labels["zh"][i])
        need(got == pair, f"Class {i} should be {pair}, but is {got}.")

    parents = data["parents"]
    need(isinstance(parents, list) and parents, "parents must be a list that is not empty.")
    owner = {}
    for n, parent in enumerate(parents):
        need(isinstance(parent, dict) and set(parent) == {"id", "en", "zh", "members"},
             f"parents[{n}] must hold exactly id, en, zh and members.")
        for key in ("id", "en", "zh"):
            check_word(parent[key], f"parents[{n}].{key}")
        name = parent["id"]
        need(has_cjk(parent["zh"]), f"The Chinese word of parent {name!r} has no Chinese character.")
        members = parent["members"]
        need(isinstance(members, list) and members, f"Parent {name!r} has no members.")
        for i in members:
            need(is_id(i), f"Parent {name!r} has a member {i!r} that is not from 0 to {COUNT - 1}.")
            need(i not in owner, f"Label {i} is in parent {owner.get(i)!r} and again in {name!r}.")
            owner[i] = name
    for key in ("id", "en", "zh"):
        check_unique([p[key] for p in parents], f"The {key} of parents")
    # A parent may share its word with one of its own members, never with another label:
    # one headline must not mean two things.
    for lang in ("en", "zh"):
        where = {word.casefold(): i for i, word in enumerate(labels[lang])}
        for parent in parents:
            i = where.get(parent[lang].casefold())
            need(i is None or i in parent["members"],
                 f"Parent {parent['id']!r} has the word of label {i}, which is not its member.")

    never = data["never_headline"]
    need(isinstance(never, list), "never_headline must be a list.")
    for i in never:
        need(is_id(i), f"never_headline holds {i!r}, which is not from 0 to {COUNT - 1}.")
        need(i not in owner, f"Label {i} is never a headline, but adds to parent {owner.get(i)!r}.")
    need(len(set(never)) == len(never), "never_headline names a label twice.")
    return len(parents), len(owner), len(never)


def main(argv):
    if len(argv) != 2:
        print("Give the path of one label file.", file=sys.stderr)
        return 2
    try:
        with open(argv[1], encoding="utf-8") as f:
            parents, members, never = check(json.load(f))
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    except (OSError, ValueError) as error:
        print(f"The label file cannot be read: {error}.", file=sys.stderr)
        return 1
    print(f"{COUNT} labels in two languages, {parents} parents over {members} labels, "
          f"{never} never a headline.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
