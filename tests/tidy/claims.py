"""What the project says of itself: nothing owed, tests that can fail, a test for every rule."""

import re

from sources import closing

# Written in pieces, so that this file does not find itself.
OWED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
# Folders of the place where this was written: they exist for nobody else.
ELSEWHERE = re.compile(r"(?<![\w.])/wo" r"rk/|(?<![\w/])sha" r"red/")

TEST_CASE = re.compile(
    r"\b(?:TEST_CASE(?:_METHOD)?|SCENARIO|TEMPLATE_TEST_CASE|TEMPLATE_LIST_TEST_CASE)\s*(?=\()"
)
ASSERTION = re.compile(
    r"\b(?:(?:STATIC_)?REQUIRE\w*|CHECK\w*|FAIL\w*|rc::\w+|RC_\w+|(?:require|check|expect)_\w+)\b"
)
STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')

CPP_FOLDERS = ("sim", "analysis", "bench", "tests")

COMMANDS = ("bash .ci/replay", "bash .ci/test")

RULES_FILE = "sim/model/rules.md"
RULE = re.compile(r"\bR\d{1,2}[a-z]?\b")
RULES = [f"R{number}" for number in range(1, 25)] + ["R5b", "R7b", "R7c", "R9b", "R13b"]


def check_nothing_owed(sources):
    """No mark of work that is still owed."""
    return [
        finding
        for source in sources
        for finding in source.findings(OWED, "{}: do it or drop it", source.text)
    ]


def check_no_elsewhere(sources):
    """No file speaks of folders outside the project."""
    return [
        finding
        for source in sources
        for finding in source.findings(ELSEWHERE, "{} is no path of this project", source.text)
    ]


def test_cases(source):
    """Each test case as (line, text between its parentheses, its body)."""
    for match in TEST_CASE.finditer(source.code):
        end = closing(source.code, match.end())
        brace = source.code.find("{", end)
        body = source.code[brace : closing(source.code, brace) + 1] if brace >= 0 else ""
        yield source.line_of(match.start()), source.text[match.end() : end], body


def check_tests_assert(sources):
    """A test case that asserts nothing cannot fail."""
    return [
        source.finding(line, f"asserts nothing: {arguments[1:60]}")
        for source in sources
        if source.is_cpp() and source.is_in("tests")
        for line, arguments, body in test_cases(source)
        if not ASSERTION.search(body)
    ]


def check_test_names(sources):
    """ctest gets the names through CMake, where ; and [ ] and a backslash mean something else."""
    found = []
    for source in sources:
        if source.is_cpp() and source.is_in("tests"):
            for line, arguments, _ in test_cases(source):
                name = STRING.search(arguments)
                if name and re.search(r"[;\[\]\\]", name.group(1)):
                    found.append(source.finding(line, f"; [ ] or \\ in: {name.group(1)}"))
    return found


def check_readme_commands(sources):
    """The README's two commands are the scripts that the gate runs."""
    readme = "".join(source.text for source in sources if source.path == "README.md")
    return [f"README.md:1: no '{command}'" for command in COMMANDS if command not in readme]


def check_built(sources):
    """Each C++ file is listed in a CMakeLists.txt of its folder or above, so that it is built and
    installed. A header may go unlisted when no listed header includes it: it is a private one.
    """
    lists = {
        source.path.rpartition("/")[0]: source.text
        for source in sources
        if source.path.endswith("CMakeLists.txt")
    }
    files = [source for source in sources if source.is_cpp() and source.is_in(*CPP_FOLDERS)]
    listed = [source for source in files if is_listed(source, lists)]
    included = {path for source in files for path in included_paths(source)}
    installed = {
        path for source in listed if source.path.endswith(".hpp") for path in included_paths(source)
    }
    found = []
    for source in files:
        if source in listed:
            continue
        if source.path.endswith(".cpp") or source.path not in included:
            found.append(source.finding(1, "built by no CMakeLists.txt"))
        elif source.path in installed:
            found.append(source.finding(1, "in no CMakeLists.txt, yet a listed header needs it"))
    return found


def is_listed(source, lists):
    name = re.escape(source.path.rpartition("/")[2])
    return any(
        re.search(rf"(?<![\w.-]){name}\b", lists[folder])
        for folder in lists
        if source.is_in(folder)
    )


def included_paths(source):
    """What a file may mean by its includes: paths from the root or from its own folder."""
    folder = source.path.rpartition("/")[0]
    names = re.findall(r'#[ \t]*include[ \t]*"([^"]+)"', source.text)
    return {path for name in names for path in (name, f"{folder}/{name}")}


def check_rules(sources):
    """Each rule is listed, cited by the code that implements it, and named or tagged by a test."""
    listed = {
        rule
        for source in sources
        if source.path == RULES_FILE
        for line in source.lines()
        for rule in re.findall(r"^[\s|#*-]*(R\d{1,2}[a-z]?)\b", line)
    }
    implemented = {
        rule
        for source in sources
        if source.is_cpp() and source.is_in("sim")
        for rule in RULE.findall(source.text)
    }
    tested = {
        rule
        for source in sources
        if source.is_cpp() and source.is_in("tests")
        for _, arguments, _ in test_cases(source)
        for rule in RULE.findall(arguments)
    }
    found = [f"{RULES_FILE}:1: {rule} is not listed" for rule in RULES if rule not in listed]
    found += [f"{RULES_FILE}:1: {rule} is no known rule" for rule in sorted(listed - set(RULES))]
    found += [f"sim:1: no code cites {rule}" for rule in RULES if rule not in implemented]
    found += [f"tests:1: no test case names {rule}" for rule in RULES if rule not in tested]
    return found
