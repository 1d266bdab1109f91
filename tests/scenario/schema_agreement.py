"""The JSON Schema and the reader agree: python3-jsonschema is the second opinion.

usage: schema_agreement.py VERDICTS FOLDER

Takes right files, changes them in many ways, and asks both. What the reader takes, the schema must
take; what the schema refuses, the reader must refuse; what the reader refuses for its shape, the
schema must refuse. Only what the schema cannot see (a name that means nobody, a sum that is too
large) may be refused by the reader alone.
"""

import copy
import json
import pathlib
import random
import subprocess
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed")
    sys.exit(77)

MUTANTS_PER_FILE = 150

# Values that are wrong for nearly every field, and right for some.
VALUES = [
    None, True, False, 0, 1, -1, 1.5, 4.0, 3, 1e30, "", "x", "1h", "1.5h", "90", "1h1d", "2min",
    "-1s", "1.10.4", "9.9.9", "root", "root/1", "r{1..3}", "restart", "roll", "disk", "time",
    "jwt_keys", "deaf", [], [1], ["1h"], ["root"], {}, {"a": 1},
    {"shape": "lognormal", "median": "1ms", "p99": "2ms"}, {"shape": "exponential"},
    {"shape": "uniform", "from": "1s", "to": "2s", "p99": "3s"},
]


def places(value, path=()):
    """Every (container, key) in a JSON value."""
    children = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list)
        else ()
    )
    for key, inside in list(children):
        yield value, key
        yield from places(inside, path + (key,))


def mutated(document, names, dice):
    """The document with one to three changes."""
    document = copy.deepcopy(document)
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        found = list(places(document))
        if not found:
            break
        container, key = dice.choice(found)
        change = dice.randrange(6)
        if change == 0:
            del container[key]
        elif change == 1 and isinstance(container, dict):
            container[dice.choice(names)] = container.pop(key)
        elif change == 2 and isinstance(container, dict):
            container[dice.choice(names)] = copy.deepcopy(dice.choice(VALUES))
        elif change == 3 and isinstance(container[key], (int, float)):
            container[key] = dice.choice([0, -1, 0.5, 10, 100_001, 10**12, 10**19])
        elif change == 4 and isinstance(container, list):
            container.insert(key, copy.deepcopy(dice.choice(VALUES)))
        else:
            container[key] = copy.deepcopy(dice.choice(VALUES))
    return document


def names_in(value):
    if isinstance(value, dict):
        return {name for key in value for name in {key} | names_in(value[key])}
    if isinstance(value, list):
        return {name for inside in value for name in names_in(inside)}
    return set()


def verdicts(program, documents, arguments):
    lines = "".join(json.dumps(json.dumps(document)) + "\n" for document in documents)
    run = subprocess.run(
        [program, *arguments], input=lines, capture_output=True, text=True, check=True
    )
    return run.stdout.split()


def disagreements(schema, documents, found):
    validator = jsonschema.Draft202012Validator(schema)
    for document, verdict in zip(documents, found, strict=True):
        allowed = validator.is_valid(document)
        if (verdict == "right" and not allowed) or (verdict == "shape" and allowed):
            errors = [error.message for error in validator.iter_errors(document)]
            yield f"reader: {verdict}, schema: {errors or 'right'}\n  {json.dumps(document)}"


def compare(program, schema, originals, arguments):
    """Prints what they disagree about; returns how often."""
    jsonschema.Draft202012Validator.check_schema(schema)
    names = sorted(set().union(*map(names_in, originals)) | {"unknown", "nam", "sevrers"})
    dice = random.Random(6083)
    documents = list(originals)
    for original in originals:
        documents += [mutated(original, names, dice) for _ in range(MUTANTS_PER_FILE)]
    found = verdicts(program, documents, arguments)
    wrong = list(disagreements(schema, documents, found))
    for each in wrong[:5]:
        print(each)
    counts = {verdict: found.count(verdict) for verdict in ("right", "shape", "meaning")}
    print(f"{len(documents)} documents, {counts}, {len(wrong)} disagreements")
    if found[: len(originals)] != ["right"] * len(originals):
        print("an unchanged file is refused")
        return 1
    if min(counts["right"], counts["shape"]) < len(documents) / 50:
        print("too few of one kind: these changes test nothing")
        return 1
    return len(wrong)


def check_plans(schema, plans):
    """The plans that are shipped fit their schema, and with a member misspelt or gone do not."""
    judge = jsonschema.Draft202012Validator(schema)
    wrong = 0
    for plan in plans:
        misspelt = {**plan, "sampels": 1}
        gone = {name: value for name, value in plan.items() if name != "design"}
        verdict = [judge.is_valid(each) for each in (plan, misspelt, gone)]
        if verdict != [True, False, False]:
            print(f"sweep.schema.json on {plan['name']}: {verdict}")
            wrong += 1
    return wrong


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    scenarios = folder / "scenarios"

    def read(paths):
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(paths)]

    originals = read(
        path for path in scenarios.glob("*/*.json")
        if path.parent.name not in ("strategies", "sweeps")
    ) + read([folder / "tests/scenario/everything.json"])
    strategies = read((scenarios / "strategies").glob("*.json"))
    schema = json.loads((scenarios / "scenario.schema.json").read_text(encoding="utf-8"))
    strategy_schema = json.loads((scenarios / "strategy.schema.json").read_text(encoding="utf-8"))
    wrong = compare(program, schema, originals, [])
    wrong += compare(program, strategy_schema, strategies, ["--strategies"])
    plans = read((scenarios / "sweeps").glob("*.json"))
    plan_schema = json.loads((scenarios / "sweep.schema.json").read_text(encoding="utf-8"))
    wrong += check_plans(plan_schema, plans)
    return 1 if wrong else 0


sys.exit(main())
