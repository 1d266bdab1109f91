"""What each check must find, and what it must leave alone: files and the places of the findings."""

from dataclasses import dataclass, field

import claims
import shape


@dataclass
class Example:
    files: dict
    found: list = field(default_factory=list)


def cpp(text, path="sim/model/a.cpp", found=()):
    """A file and the lines at which something is wrong with it."""
    return Example({path: text}, [f"{path}:{line}" for line in found])


def lines_of_function(count):
    """A function of that many lines, after one line of something else."""
    return "int before;\nvoid f() {\n" + "  g();\n" * (count - 2) + "}\n"


def rules(listed=None, cited=None, tested=None):
    """A project whose rules are all listed, cited and tested, but for what the arguments say."""
    every = " ".join(claims.RULES)
    tags = "".join(f"[{rule}]" for rule in (claims.RULES if tested is None else tested))
    return {
        claims.RULES_FILE: "\n".join(f"{r}. text" for r in (listed or claims.RULES)),
        "sim/model/a.cpp": f"// {every if cited is None else cited}\n",
        "tests/model/a.cpp": f'TEST_CASE("all hold", "{tags}") {{ REQUIRE(f()); }}\n',
    }


def built(text, listed, found=()):
    """A header sim/a.hpp beside a file sim/b.* with that text; CMake is told of the listed ones."""
    other = "sim/" + listed.split()[-1]
    return Example({"sim/a.hpp": "", other: text, "sim/CMakeLists.txt": listed}, list(found))


def with_header(text, found=()):
    """A source of that text beside its header."""
    return Example({"sim/a.hpp": "", "sim/a.cpp": text}, [f"sim/a.cpp:{line}" for line in found])


RULES_BUT_LAST = claims.RULES[:-1]
OWED_MARK = "TO" + "DO"

EXAMPLES = {
    "line_length": [
        cpp("int a;\n" + "x" * (shape.LINE_COLUMNS + 1) + "\n", found=[2]),
        cpp("x" * shape.LINE_COLUMNS + "\n"),
    ],
    "file_length": [
        cpp("\n" * (shape.FILE_LINES + 1), found=[1]),
        cpp("\n" * shape.FILE_LINES),
    ],
    "function_length": [
        cpp(lines_of_function(shape.FUNCTION_LINES + 1), found=[2]),
        cpp(lines_of_function(shape.FUNCTION_LINES)),
        cpp("class C {\n  C() : a_{1}, b_{2} {\n" + "\n" * 70 + "}\n};\n", found=[2]),
        cpp("#define A(x) { \\\n  x\nnamespace n {\n" + "void f() { g(); }\n" * 80 + "}\n"),
        cpp('TEST_CASE("}") {\n' + "// }\n" * 70 + "}\n", "tests/model/a.cpp", found=[1]),
        cpp("const int table[] = {\n" + "  1,\n" * 100 + "};\n"),
    ],
    "randomness": [
        cpp("std::uniform_int_distribution<int> d;\n", found=[1]),
        cpp("\nstd::random_device entropy;\n", "tests/kernel/a.cpp", found=[2]),
        cpp("std::mt19937_64 engine{7};\n", "analysis/a.cpp", found=[1]),
        cpp("// unlike std::normal_distribution\nrunning_distribution d;\n"),
    ],
    "clock": [
        cpp("auto t = std::chrono::system_clock::now();\n", found=[1]),
        cpp("auto t = std::chrono::steady_clock::now();\n", "analysis/a.cpp", found=[1]),
        cpp("auto t = std::chrono::steady_clock::now();\n", "analysis/cli/a.cpp"),
    ],
    "libm": [
        cpp("double x = std::log(y);\n", found=[1]),
        cpp("double x = std::log(y);\n", "analysis/a.cpp"),
        cpp("int x = std::max(1, 2);\n"),
    ],
    "unordered": [
        cpp("std::unordered_map<int, A<B>> seen_;\nfor (auto& each : seen_) {}\n", found=[2]),
        cpp("std::unordered_set<int> s;\nf(s.begin());\nstd::ranges::min(s);\n", found=[2, 3]),
        Example(
            {
                "sim/model/a.hpp": "std::unordered_map<int, int> by_id_;\n",
                "sim/model/a.cpp": '#include "sim/model/a.hpp"\n\nfor (auto& e : by_id_) f(e);\n',
            },
            ["sim/model/a.cpp:3"],
        ),
        cpp("std::map<Server*, int> ranks;\n", found=[1]),
        cpp("std::unordered_map<int, int> seen;\nif (seen.contains(3)) {}\nfor (int i : v) {}\n"),
    ],
    "co_await": [
        cpp("co_await f({.name = s});\n", found=[1]),
        cpp("co_await f(\n    Options{s});\n", found=[1]),
        cpp("auto x = co_await f([s] { g(s); });\n", found=[1]),
        cpp("co_await f([=]() { return a; });\n", found=[1]),
        cpp("if (co_await f(a[i])) {\n}\nco_await f([&] { g(); });\nco_await d(Duration{5});\n"),
    ],
    "one_definition": [
        Example(
            {
                "sim/a.hpp": "namespace a {\nstruct B {\n};\n}  // namespace a\n",
                "analysis/b.cpp": "namespace a {\n\nclass B final : C {\n};\n}  // namespace a\n",
            },
            ["analysis/b.cpp:3"],
        ),
        Example(
            {
                "sim/a.hpp": "namespace a {\nstruct B {\n};\n}  // namespace a\n",
                "sim/b.hpp": "namespace b {\nstruct B {\n};\n}  // namespace b\n",
                "sim/c.cpp": "namespace a {\nnamespace {\nstruct B {\n};\n}  // namespace\n"
                "}  // namespace a\n",
            }
        ),
    ],
    "includes": [
        cpp('#include "sim/history/event.hpp"\n', "sim/kernel/a.hpp", found=[1]),
        cpp('#include "sim/kernel/simulation.hpp"\n', "sim/history/a.hpp", found=[1]),
        cpp('#include "sim/scenario/reader.hpp"\n', "sim/model/a.hpp", found=[1]),
        cpp('#include "sim/model/server.hpp"\n', "analysis/divergence/a.hpp", found=[1]),
        cpp('#include "analysis/cli/table.hpp"\n', "analysis/report/a.hpp", found=[1]),
        cpp('#include "sim/model/server.hpp"\n', "analysis/review/a.hpp"),
        cpp('#include "sim/scenario/reader.hpp"\n', "analysis/cli/a.hpp"),
        cpp('#include "sim/kernel/time.hpp"\n', "sim/history/a.hpp"),
        cpp('#include "analysis/cli/table.hpp"\n', "tests/cli/a.cpp"),
    ],
    "own_header_first": [
        with_header('#include <vector>\n#include "sim/a.hpp"\n', found=[1]),
        with_header("\nint a;\n", found=[1]),
        with_header('// why\n#include "sim/a.hpp"\n#include <vector>\n'),
        cpp("#include <vector>\n"),
    ],
    "outside_world": [
        cpp("#include <vector>\n#include <nlohmann/json.hpp>\n", found=[2]),
        cpp("#include <iostream>\n", "sim/kernel/a.cpp", found=[1]),
        cpp("#include <fstream>\n", "sim/scenario/a.cpp"),
    ],
    "kernel_words": [
        cpp("// as SPIRE does\nint jwt_keys;\n", "sim/kernel/a.hpp", found=[1, 2]),
        cpp("// events are ordered by key\n", "sim/kernel/a.hpp"),
        cpp("// as SPIRE does\n"),
    ],
    "top_level": [
        Example({"docs/a.md": "", "sim/a.cpp": ""}, ["docs:1"]),
        Example({".ci/run": "", "README.md": "", "tests/a.cpp": ""}),
    ],
    "nothing_owed": [
        cpp(f"int a;\n// {OWED_MARK}: later\n", found=[2]),
        cpp("int todo_list;\n"),
    ],
    "no_elsewhere": [
        Example({"README.md": "see /wo" + "rk/main\n"}, ["README.md:1"]),
        Example({"tests/a.py": "\nopen('sha" + "red/x')\n"}, ["tests/a.py:2"]),
        Example({"README.md": "in /usr/share/doc, a homework/page\n"}),
    ],
    "tests_assert": [
        cpp('TEST_CASE("a claim") { run(); }\n', "tests/model/a.cpp", found=[1]),
        cpp('TEST_CASE("a claim") { /* REQUIRE(x) */ }\n', "tests/model/a.cpp", found=[1]),
        cpp('TEST_CASE("a claim") { REQUIRE(run()); }\n', "tests/model/a.cpp"),
    ],
    "test_names": [
        cpp('TEST_CASE("a; b") { REQUIRE(x); }\n', "tests/model/a.cpp", found=[1]),
        cpp('TEST_CASE("a, (b) and \'c\'", "[R7]") { REQUIRE(x); }\n', "tests/model/a.cpp"),
    ],
    "readme_commands": [
        Example({"README.md": "    bash .ci/replay\n"}, ["README.md:1"]),
        Example({"README.md": "    bash .ci/replay\n    bash .ci/test\n"}),
    ],
    "built": [
        Example({"sim/model/a.cpp": "", "sim/model/CMakeLists.txt": "SOURCES aa.cpp"}, [
            "sim/model/a.cpp:1"
        ]),
        Example({"sim/model/x/a.cpp": "", "sim/model/CMakeLists.txt": "SOURCES x/a.cpp"}),
        built('#include "sim/a.hpp"\n', listed="b.cpp"),
        built("", listed="b.cpp", found=["sim/a.hpp:1"]),
        built('#include "a.hpp"\n', listed="b.hpp", found=["sim/a.hpp:1"]),
        built('#include "a.hpp"\n', listed="a.hpp b.hpp"),
    ],
    "rules": [
        Example(rules()),
        Example(rules(listed=RULES_BUT_LAST), [f"{claims.RULES_FILE}:1"]),
        Example(rules(listed=[*claims.RULES, "R99"]), [f"{claims.RULES_FILE}:1"]),
        Example(rules(cited=" ".join(RULES_BUT_LAST)), ["sim:1"]),
        Example(rules(tested=RULES_BUT_LAST), ["tests:1"]),
    ],
}
