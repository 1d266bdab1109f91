"""Reports of the built program for tests in a browser, and what must hold for each of them."""

import csv
import pathlib
import re
import subprocess
import xml.etree.ElementTree

SIZE_MAX = 1_500_000
PHONE, DESK = 390, 1200
PAPER = 700  # an A4 page within its margins


class Pages:
    """Reports of the built program."""

    def __init__(self, program, source, folder):
        self.program, self.source, self.folder = program, source, folder

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], cwd=self.source, text=True,
                              capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{arguments}: {done.returncode}\n{done.stderr}")
        return done.stdout

    def page(self, subject, *options):
        name = re.sub(r"\W", "-", " ".join((subject, *options)))
        path = pathlib.Path(self.folder, name + ".html")
        self.run("report", subject, *options, "-o", str(path))
        return path

    def table(self, subject, name, *options):
        self.run("report", subject, *options, "--format", "csv", "-o", self.folder)
        with open(pathlib.Path(self.folder, name), newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


FAULTS = []


def check(holds, claim):
    print("ok  " if holds else "FAIL", claim)
    if not holds:
        FAULTS.append(claim)


def drawings_are_xml(path):
    text = path.read_text(encoding="utf-8")
    check(len(text.encode()) < SIZE_MAX, f"{path.name} is below 1.5 MB")
    for drawing in re.findall(r"<svg id=.*?</svg>(?=</div>)", text, re.DOTALL):
        xml.etree.ElementTree.fromstring(drawing)


def shows_without_complaint(browser, path):
    for width in (DESK, PHONE):
        for dark in (False, True):
            browser.show(path, width=width, dark=dark)
            where = f"{path.name}, {width} px, {'dark' if dark else 'light'}"
            check(browser.complaints() == [], f"{where}: no complaint in the console")
            check(browser.requests() == [path.as_uri()], f"{where}: asks for itself and no more")
            check(browser.value("document.documentElement.scrollWidth") <= width,
                  f"{where}: nothing sticks out sideways")
            ground = browser.value("getComputedStyle(document.body).backgroundColor")
            red = int(re.findall(r"\d+", ground)[0])
            check(red < 64 if dark else red > 192, f"{where}: the ground is {ground}")
