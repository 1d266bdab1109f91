#!/usr/bin/env python3
"""Style as a test: tidy.py CHECK… looks at the project's files, tidy.py --self-test at the checks.

Each finding is a line `file:line: what`. Exit code 0: nothing found, 1: something, 2: usage.
"""

import argparse
import sys
from pathlib import Path

import claims
import determinism
import layering
import shape
from examples import EXAMPLES
from sources import Source, read_project

MODULES = (shape, determinism, layering, claims)
CHECKS = {
    name.removeprefix("check_"): value
    for module in MODULES
    for name, value in vars(module).items()
    if name.startswith("check_")
}


def self_test():
    """Every check finds its bad example, line for line, and passes its good one."""
    wrong = [f"no example shows that '{name}' can fail" for name in CHECKS if name not in EXAMPLES]
    wrong += [f"example for the unknown check '{name}'" for name in EXAMPLES if name not in CHECKS]
    for name in CHECKS.keys() & EXAMPLES.keys():
        for example in EXAMPLES[name]:
            sources = [Source(path, text) for path, text in example.files.items()]
            places = [":".join(line.split(":")[:2]) for line in CHECKS[name](sources)]
            if places != example.found:
                wrong.append(f"{name}: found {places}, wanted {example.found} in {example.files}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=Path(__file__).resolve().parents[2])
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--list", action="store_true", help="what each check wants")
    parser.add_argument("--names", action="store_true", help="of all checks, one a line")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help="all of them without any")
    arguments = parser.parse_args()

    if arguments.list:
        for name, check in CHECKS.items():
            print(f"{name:18} {check.__doc__}")
        return 0
    if arguments.names:
        print("\n".join(CHECKS))
        return 0
    if arguments.self_test:
        found = self_test()
    else:
        unknown = [name for name in arguments.checks if name not in CHECKS]
        if unknown:
            parser.error(f"unknown check {unknown[0]}; there are {', '.join(CHECKS)}")
        sources = read_project(arguments.root)
        if not any(source.path.startswith("sim/") for source in sources):
            parser.error(f"no project in {arguments.root}")
        names = arguments.checks or CHECKS
        found = [finding for name in names for finding in CHECKS[name](sources)]
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
