"""Small by rule: lines, files and functions have a largest size."""

import re

from sources import closing

LINE_COLUMNS = 100
FILE_LINES = 300
FUNCTION_LINES = 70

CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")


def check_line_length(sources):
    """Lines of code have at most 100 columns."""
    return [
        source.finding(number, f"{len(line)} columns, at most {LINE_COLUMNS}")
        for source in sources
        if source.path.endswith((".cpp", ".hpp", ".py"))
        for number, line in enumerate(source.lines(), start=1)
        if len(line) > LINE_COLUMNS
    ]


def check_file_length(sources):
    """Files of code have at most 300 lines."""
    return [
        source.finding(1, f"{len(source.lines())} lines, at most {FILE_LINES}: more than one idea?")
        for source in sources
        if source.path.endswith((".cpp", ".hpp", ".py")) and len(source.lines()) > FILE_LINES
    ]


def check_function_length(sources):
    """Functions, test cases among them, have at most 70 lines."""
    found = []
    for source in sources:
        if source.is_cpp():
            for header, begin, end in functions(source.code):
                first, last = source.line_of(begin), source.line_of(end)
                if last - first + 1 > FUNCTION_LINES:
                    name = " ".join(header.split())[:60]
                    found.append(
                        source.finding(first, f"{last - first + 1} lines in one function: {name}")
                    )
    return found


def functions(code):
    """Each function as (header, offset of its header, offset of its closing brace).

    A block is a function when it stands in namespaces and classes only and its header has a
    parameter list. Lambdas and inner blocks count as lines of the function they stand in.
    """
    header_begin = 0
    offset = 0
    while offset < len(code):
        character = code[offset]
        if character in ";}":
            header_begin = offset + 1
        elif character == "#" and code[header_begin:offset].strip() == "":
            offset = end_of_directive(code, offset)
            header_begin = offset
        elif character == "(":
            offset = closing(code, offset)
        elif character == "{":
            header = code[header_begin:offset]
            if "(" not in header and CONTAINER.search(header):
                header_begin = offset + 1
            else:
                end = closing(code, offset)
                if "(" in header and not continues_initialisers(code, end):
                    yield header, header_begin + len(header) - len(header.lstrip()), end
                    header_begin = end + 1
                offset = end
        offset += 1


def end_of_directive(code, offset):
    """End of a preprocessor directive with its continuation lines."""
    while True:
        end = code.find("\n", offset)
        if end < 0:
            return len(code)
        if code[end - 1] != "\\":
            return end
        offset = end + 1


def continues_initialisers(code, end):
    """Whether the block was a member's initialiser, `: first_{1}, second_{2} {`, and no body."""
    return code[end + 1 :].lstrip()[:1] in (",", "{")
