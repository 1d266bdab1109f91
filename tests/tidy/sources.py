"""The project's files as the checks see them: where they are, and C++ without what is not code."""

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

CPP = (".cpp", ".hpp")
BINARY = (".gz", ".png")
FOLDERS = ("sim", "scenarios", "analysis", "bench", "tests", ".ci", ".cmake")


@dataclass
class Source:
    """A file: its path from the project's root and its text. `code` has blanks for the rest."""

    path: str
    text: str
    code: str = field(init=False)

    def __post_init__(self):
        self.code = blank_comments_and_strings(self.text) if self.is_cpp() else self.text

    def is_cpp(self):
        return self.path.endswith(CPP)

    def is_in(self, *folders):
        return any(self.path.startswith(folder + "/") for folder in folders)

    def lines(self):
        return self.text.splitlines()

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def finding(self, line, message):
        return f"{self.path}:{line}: {message}"

    def findings(self, pattern, message, text=None):
        """One finding for each match of `pattern` in `text` (the code, unless another is given)."""
        searched = self.code if text is None else text
        return [
            self.finding(self.line_of(match.start()), message.format(match.group(0).strip()))
            for match in re.finditer(pattern, searched)
        ]


TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<include>\#[ \t]*include[^\n]*)
    |(?P<raw>\bu?8?U?L?R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)")
    |(?P<string>"(?:\\.|[^"\\\n])*")
    |(?P<number>\b\d[\w.']*)
    |(?P<character>'(?:\\.|[^'\\\n])+')""",
    re.VERBOSE | re.DOTALL,
)


def blank_comments_and_strings(text):
    """The text with comments and the insides of literals blanked; lines keep their numbers."""

    def blank(match):
        found = match.group(0)
        if match.lastgroup in ("number", "include"):
            return found
        if match.lastgroup == "comment":
            return re.sub(r"[^\n]", " ", found)
        return found[0] + re.sub(r"[^\n]", " ", found[1:-1]) + found[-1]

    return TOKEN.sub(blank, text)


def closing(code, opening):
    """Offset of the bracket that closes the one at `opening`; the end of the code without one."""
    depth = 0
    for offset in range(opening, len(code)):
        if code[offset] in "([{":
            depth += 1
        elif code[offset] in ")]}":
            depth -= 1
            if depth == 0:
                return offset
    return len(code)


def tracked_paths(root):
    """What git tracks; in an unpacked archive, which has no .git, whatever is there."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=root, capture_output=True
    )
    if listed.returncode == 0 and listed.stdout:
        paths = [path for path in listed.stdout.decode().split("\0") if path]
    else:
        inside = [path for folder in FOLDERS for path in (root / folder).rglob("*")]
        paths = [str(path.relative_to(root)) for path in [*inside, *root.glob("*")]]
    return sorted(path for path in paths if (root / path).is_file())


def read_project(root):
    root = Path(root)
    return [
        Source(path, (root / path).read_text(encoding="utf-8"))
        for path in tracked_paths(root)
        if not path.endswith(BINARY)
    ]
