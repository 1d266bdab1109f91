"""The same scenario and seed give the same history: what would break that may not be written."""

import re

from sources import closing

DISTRIBUTION = r"\bstd::\w+_distribution\b"
ENTROPY = (
    r"\b(?:std::)?(?:random_device|mt19937\w*|default_random_engine|rand\s*\(\s*\)|srand\s*\()"
)
CLOCK = (
    r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock|clock_gettime|gettimeofday"
    r"|std::time|std::clock)\b"
)
LIBM = r"\bstd::(?:exp2?|expm1|log|log2|log10|log1p|pow|cbrt|hypot|sin|cos|tan|\w*gamma|erfc?)\b"

# Progress on a terminal is about real time and reaches no history.
MAY_LOOK_AT_THE_CLOCK = ("analysis/cli", "bench", "tests")


def check_randomness(sources):
    """Draws come from named streams by our own algorithms, never from the standard library."""
    found = []
    for source in sources:
        if source.is_cpp():
            found += source.findings(DISTRIBUTION, "{} differs between standard libraries")
            found += source.findings(ENTROPY, "{} is not a function of the seed and a name")
    return found


def check_clock(sources):
    """Nobody but the command line, benchmarks and tests looks at a real clock."""
    return [
        finding
        for source in sources
        if source.is_cpp() and not source.is_in(*MAY_LOOK_AT_THE_CLOCK)
        for finding in source.findings(CLOCK, "{} is not simulated time")
    ]


def check_libm(sources):
    """No result of libm may reach a history: its last bits differ between machines."""
    return [
        finding
        for source in sources
        if source.is_cpp() and source.is_in("sim")
        for finding in source.findings(LIBM, "{} differs between machines in its last bits")
    ]


def check_unordered(sources):
    """Nothing in sim/ goes through a hash table or a container ordered by address."""
    by_path = {source.path: source for source in sources}
    found = []
    for source in sources:
        if not (source.is_cpp() and source.is_in("sim")):
            continue
        visible = [source] + [
            by_path[path] for path in re.findall(r'"(sim/[^"]+)"', source.text) if path in by_path
        ]
        for name in sorted({name for each in visible for name in unordered_names(each.code)}):
            found += source.findings(
                rf"\bfor\s*\([^;{{}}]*:[^;{{}}]*\b{name}(?:\(\))?\s*\)"
                rf"|\b{name}(?:\(\))?\.c?r?begin\s*\("
                rf"|\bstd::(?:ranges|views)::(?:\w+::)?\w+\s*\(\s*\b{name}\b"
                rf"|\b{name}\s*\|\s*std::views::",
                "goes through the hash table '" + name + "' in an order nobody chose",
            )
        found += source.findings(
            r"\bstd::(?:multi)?(?:map|set)<[^<>,]*\*\s*[,>]",
            "{} is ordered by address",
        )
    return found


def unordered_names(code):
    """Names of variables, members and functions whose type is a hash table."""
    for match in re.finditer(r"\bstd::unordered_\w+\s*<", code):
        depth, offset = 1, match.end()
        while offset < len(code) and depth > 0:
            depth += {"<": 1, ">": -1}.get(code[offset], 0)
            offset += 1
        name = re.match(r"[\s&]*(?:const\b)?[\s&]*(\w+)", code[offset:])
        if name:
            yield name.group(1)


# Classes with a constructor and without a destructor's work: g++ 12.2 destroys them once.
HARMLESS_BRACES = re.compile(r"(?:\bDuration|\bTime|\bId)\s*$")


def check_co_await(sources):
    """Nothing with a destructor is made inside a co_await expression: g++ 12 destroys it twice."""
    found = []
    for source in sources:
        if not source.is_cpp():
            continue
        for match in re.finditer(r"\bco_await\b", source.code):
            expression = awaited(source.code, match.end())
            line = source.line_of(match.start())
            if braces(expression):
                found.append(source.finding(line, "braces inside co_await: name the object first"))
            if re.search(r"(?:^|[\s(,=])\[\s*(?:=|(?!this\b)\w)", expression):
                found.append(
                    source.finding(line, "lambda capturing by value inside co_await: name it first")
                )
    return found


def awaited(code, begin):
    """The expression after co_await: up to the end of its statement or of what encloses it."""
    offset = begin
    while offset < len(code) and code[offset] not in ";,)]}":
        if code[offset] in "([{":
            offset = closing(code, offset)
        offset += 1
    return code[begin:offset]


def braces(expression):
    """Whether braces in the expression make an object, other than a harmless one or a lambda."""
    for match in re.finditer(r"\{", expression):
        before = expression[: match.start()].rstrip()
        is_lambda = re.search(r"\[[^\[\]]*\]\s*(?:\([^()]*\))?\s*(?:mutable|noexcept)?$", before)
        if not is_lambda and not HARMLESS_BRACES.search(before):
            return True
    return False
