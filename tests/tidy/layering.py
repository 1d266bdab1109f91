"""Who may know whom. An arrow of the design is an entry here; everything else is refused."""

import re

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)
ANY_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]', re.MULTILINE)
LIBRARY = re.compile(r"^[ \t]*#[ \t]*include[ \t]*<([^>]+)>", re.MULTILINE)

# Folder -> what its files may include besides the folder itself. The longest folder that holds a
# file decides. `bench` and `tests` may know everything.
MAY_INCLUDE = {
    "sim/kernel": [],
    # A history says when things happened: it knows the kernel's time and nothing else of it.
    "sim/history": ["sim/kernel/time.hpp"],
    "sim/model": ["sim/kernel", "sim/history"],
    "sim/fault": ["sim/kernel", "sim/history", "sim/model"],
    "sim/scenario": ["sim/kernel", "sim/history", "sim/model"],
    # Analysis takes histories and never touches a live model.
    "analysis": ["sim/history", "sim/kernel/time.hpp"],
    # Those who run a scenario, some many times, to ask their question.
    "analysis/metrics": [
        "analysis", "sim/history", "sim/model", "sim/scenario", "sim/kernel/time.hpp",
    ],
    "analysis/review": [
        "analysis", "sim/history", "sim/model", "sim/scenario", "sim/kernel/time.hpp",
        # Designs of studies draw from named streams.
        "sim/kernel/random.hpp",
    ],
    "analysis/sweep": [
        "analysis", "sim/history", "sim/model", "sim/scenario", "sim/kernel/time.hpp",
        "sim/kernel/random.hpp",
    ],
    "analysis/cli": ["analysis", "sim"],
}

# The model is a library: no files, no terminal, no JSON in it.
OUTSIDE_WORLD = ("nlohmann/", "fstream", "iostream", "filesystem", "cstdio", "print", "CLI/")
NO_OUTSIDE_WORLD = ("sim/kernel", "sim/model")

KERNEL_WORDS = re.compile(
    r"\b(?:spire|spiffe|j?x509|x\.509|\w*svid\w*|jwt\w*|bundle\w*|journal\w*|kms|authority"
    r"|certificate\w*|datastore\w*|upstream\w*|downstream\w*|trust[ _]domain|signing[ _]key\w*"
    r"|key[ _]manager|rotat(?:e|es|ed|or|ion)\w*)\b",
    re.IGNORECASE,
)

TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "LICENSE", "README.md",
    "sim", "scenarios", "analysis", "bench", "tests",
}


def check_includes(sources):
    """Each folder includes only what the design lets it know."""
    found = []
    for source in sources:
        folder = deciding_folder(source.path)
        if folder is None or not source.is_cpp():
            continue
        for match in INCLUDE.finditer(source.text):
            included = match.group(1)
            if not may_include(folder, included):
                found.append(
                    source.finding(
                        source.line_of(match.start()), f"{folder} may not know {included}"
                    )
                )
    return found


def deciding_folder(path):
    holding = [folder for folder in MAY_INCLUDE if path.startswith(folder + "/")]
    return max(holding, key=len, default=None)


def may_include(folder, included):
    # The command line is where everything meets; nobody builds on it.
    if included.startswith("analysis/cli/"):
        return folder == "analysis/cli"
    return any(
        included == allowed or included.startswith(allowed + "/")
        for allowed in [folder, *MAY_INCLUDE[folder]]
    )


def check_own_header_first(sources):
    """A source includes its own header before all else: so it is known to compile by itself."""
    headers = {source.path for source in sources if source.path.endswith(".hpp")}
    found = []
    for source in sources:
        own = source.path.removesuffix(".cpp") + ".hpp"
        if not source.path.endswith(".cpp") or own not in headers:
            continue
        first = ANY_INCLUDE.search(source.text)
        if first is None or first.group(1) != own:
            line = 1 if first is None else source.line_of(first.start())
            found.append(source.finding(line, f"{own} must be included first"))
    return found


def check_outside_world(sources):
    """Kernel and model include nothing that reads files, writes to a terminal or knows JSON."""
    return [
        source.finding(source.line_of(match.start()), f"<{match.group(1)}> has no place here")
        for source in sources
        if source.is_cpp() and source.is_in(*NO_OUTSIDE_WORLD)
        for match in LIBRARY.finditer(source.text)
        if match.group(1).startswith(OUTSIDE_WORLD)
    ]


def check_kernel_words(sources):
    """The kernel knows nothing of SPIRE, not even in a comment."""
    return [
        finding
        for source in sources
        if source.is_in("sim/kernel")
        for finding in source.findings(
            KERNEL_WORDS, "'{}' is not a word of a general kernel", source.text
        )
    ]


def check_top_level(sources):
    """The top level is fixed; only dot files may stand beside it."""
    tops = {source.path.split("/")[0]: source for source in sources}
    return [
        f"{top}:1: not one of the fixed top-level entries"
        for top in sorted(tops)
        if top not in TOP_LEVEL and not top.startswith(".")
    ]


NAMESPACE = re.compile(r"^(?:inline )?namespace( [\w:]+)? \{$|^\}  // namespace", re.MULTILINE)
TYPE = re.compile(r"^(?:struct|class|enum class) (\w+)(?: final)?(?: : [^{;]+)? \{", re.MULTILINE)


def check_one_definition(sources):
    """A type's full name is defined once: two of a kind link without a word, and corrupt memory."""
    first, found = {}, []
    for source in sources:
        if not source.is_cpp() or not source.is_in("sim", "analysis"):
            continue
        for name, offset in types_with_linkage(source):
            place = f"{source.path}:{source.line_of(offset)}"
            if name in first:
                found.append(f"{place}: {name} is defined at {first[name]} as well")
            first.setdefault(name, place)
    return found


def types_with_linkage(source):
    """Full names and offsets of the types at the outer level, those of unnamed namespaces apart."""
    marks = sorted(
        [*NAMESPACE.finditer(source.text), *TYPE.finditer(source.code)],
        key=lambda mark: mark.start(),
    )
    open_namespaces = []
    for mark in marks:
        if mark.group(0).startswith("}"):
            open_namespaces = open_namespaces[:-1]
        elif "namespace" in mark.group(0).split()[:2]:
            open_namespaces.append((mark.group(1) or "").strip())
        elif "" not in open_namespaces:
            yield "::".join([*open_namespaces, mark.group(1)]), mark.start()
