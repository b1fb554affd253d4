#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Changes each rule a little and looks whether a unit test notices.

    prometheus/tests/mutate.py [--only TEXT]

Run it from the project's directory after a change of a rule or its tests; it takes some minutes and
is no part of the build. Mutations: `for` and `keep_firing_for` dropped and tripled, each comparison
turned, each number of an expression tripled and cut to a third, one side of `and`, `or` and `unless`
dropped, each severity changed. What survives is printed, with the file and the change; the exit code
is 1 when something did.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

RULES = "prometheus/rules"
TESTS = "prometheus/tests"
TURNED = {">": "<", "<": ">", ">=": "<", "==": "!="}


def expressions(text):
    """Spans of the expressions of a rule file: one line, or an indented block."""
    for match in re.finditer(r"^( +)expr: (\|\n((?:\1  .*\n)+)|.*\n)", text, re.M):
        yield (match.start(3), match.end(3)) if match.group(3) else (match.start(2), match.end(2))


def mutants(text):
    """Pairs of a description and the changed text."""
    for match in re.finditer(r"^ +(for|keep_firing_for): (\d+)([smhd])\n", text, re.M):
        yield f"without {match.group().strip()}", text[: match.start()] + text[match.end() :]
        longer = match.group().replace(match.group(2), str(3 * int(match.group(2))))
        yield f"three times {match.group().strip()}", text[: match.start()] + longer + text[match.end() :]
    for match in re.finditer(r"^ +severity: (\w+)$", text, re.M):
        other = "info" if match.group(1) != "info" else "critical"
        changed = match.group().replace(match.group(1), other)
        yield f"{match.group().strip()} at {match.start()}", text[: match.start()] + changed + text[match.end() :]
    for start, end in expressions(text):
        part = text[start:end]
        for match in re.finditer(r"(?<![=!~<>])(>=|==|>|<)(?![=~])", part):
            yield from one(text, start, match, TURNED[match.group()])
        for match in re.finditer(r"(?<![\w.:\"])(\d+(?:\.\d+)?)(?![\w.\"\]])", part):
            number = float(match.group())
            if number:
                yield from one(text, start, match, repr(3 * number))
                yield from one(text, start, match, repr(number / 3))
        for match in re.finditer(r"\b(and|or|unless)\b", part):
            for word in {"and", "or", "unless"} - {match.group()}:
                yield from one(text, start, match, word)


def one(text, start, match, replacement):
    begin, end = start + match.start(), start + match.end()
    line = text.count("\n", 0, begin) + 1
    yield f"line {line}: {match.group()} -> {replacement}", text[:begin] + replacement + text[end:]


def tests_of(rules):
    return [f for f in sorted(os.listdir(TESTS)) if f.endswith(".yml") and rules in open(f"{TESTS}/{f}").read()]


def survives(rules, changed):
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(RULES, f"{place}/rules")
        shutil.copytree(TESTS, f"{place}/tests")
        with open(f"{place}/rules/{rules}", "w") as file:
            file.write(changed)
        for test in tests_of(rules):
            run = subprocess.run(["promtool", "test", "rules", f"{place}/tests/{test}"], capture_output=True)
            if run.returncode:
                return False
        return True


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="", help="only rule files whose name holds this")
    only = options.parse_args().only
    tried = lived = 0
    for rules in sorted(os.listdir(RULES)):
        if only not in rules:
            continue
        with open(f"{RULES}/{rules}") as file:
            text = file.read()
        for what, changed in mutants(text):
            tried += 1
            if survives(rules, changed):
                lived += 1
                print(f"survived: {rules} {what}", flush=True)
    print(f"{tried - lived} of {tried} found")
    return 1 if lived else 0


if __name__ == "__main__":
    sys.exit(main())
