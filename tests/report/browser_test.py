#!/usr/bin/env python3
"""Opens reports in a real browser and holds what they show against what the program found.

usage: browser_test.py PROGRAM SOURCE_FOLDER
"""

import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

from chromium import Chromium

SIZE_MAX = 1_500_000
PHONE, DESK = 390, 1200


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


def seconds(text):
    """Of a time as the page writes it: 1d06h02m03s, 45m, 0.018s."""
    units = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    parts = re.findall(r"([\d.]+)([dhms])", text)
    return sum(float(number) * units[unit] for number, unit in parts)


def axis_of(browser, drawing):
    """Maps seconds to pixels as the labels of the time axis say."""
    ticks = browser.value(f"""
      [...document.querySelectorAll('#{drawing} .axis text[text-anchor=middle]')]
        .filter((each) => getComputedStyle(each).display !== 'none')
        .map((each) => {{
          const box = each.getBoundingClientRect();
          return [each.textContent, box.left + box.width / 2];
        }})""")
    (first, left), (last, right) = ticks[0], ticks[-1]
    scale = (right - left) / (seconds(last) - seconds(first))
    return lambda at: left + (at - seconds(first)) * scale


def marks_stand_where_the_axis_says(browser, pages, subject):
    path = pages.page(subject)
    absences = pages.table(subject, "absences.csv")
    check(len(absences) > 0, f"{subject} misses keys")
    for width in (DESK, PHONE):
        browser.show(path, width=width)
        marks = browser.value("""
          [...document.querySelectorAll('[id^=map-]')].flatMap((chart) =>
            [...chart.querySelectorAll('.missing')].map((mark) => {
              const box = mark.getBoundingClientRect();
              return [chart.id, mark.dataset.tip, box.left, box.right];
            }))""")
        check(len(marks) == len(absences), f"{subject}, {width} px: {len(marks)} absences drawn")
        for row in absences:
            found = [mark for mark in marks
                     if mark[1].startswith(f"{row['cluster']} misses {row['key']} from ")]
            if not found:
                check(False, f"{subject}: {row['cluster']} misses {row['key']} is not drawn")
                continue
            chart, _, left, right = found[0]
            pixel = axis_of(browser, chart)
            begin, end = pixel(float(row["since_seconds"])), pixel(float(row["until_seconds"]))
            if abs(left - begin) > 1.5 or abs(right - end) > 1.5:
                check(False, f"{found[0]} should reach from {begin} to {end}")
    check(not FAULTS, f"{subject}: absences reach from where to where the axis says")


def tips_say_the_counts(browser, pages, subject):
    browser.show(pages.page(subject))
    steps = pages.table(subject, "key-counts.csv")
    tips = browser.value("""
      [...document.querySelectorAll('#keys-plot .hit')].map((mark) => mark.dataset.tip)""")
    known = {(int(row["jwt_keys"]), int(float(row["at_seconds"]))) for row in steps}
    check(len(tips) > 3, f"{subject}: {len(tips)} counts can be pointed at")
    for tip in tips:
        count, since = re.search(r": ([\d,]+) keys? from (\S+) until", tip).groups()
        if (int(count.replace(",", "")), int(seconds(since))) not in known:
            check(False, f"{subject}: no such count: {tip}")
    heights = browser.value("""
      [...document.querySelectorAll('#keys-plot .hit')].map((mark) => {
        const box = mark.getBoundingClientRect();
        return [mark.dataset.tip, box.top + box.height / 2];
      })""")
    labels = browser.value("""
      [...document.querySelectorAll('#keys-plot .axis text[text-anchor=end]')].map((each) =>
        [Number(each.textContent), Number(each.getAttribute('y')) +
           document.getElementById('keys-plot').getBoundingClientRect().top])""")
    (low, bottom), (high, top) = labels[0], labels[-1]
    for tip, middle in heights:
        count = int(re.search(r": ([\d,]+) key", tip).group(1).replace(",", ""))
        wanted = bottom + (count - low) * (top - bottom) / (high - low)
        if abs(middle - wanted) > 1:
            check(False, f"{subject}: {tip} stands at {middle}, its axis says {wanted}")


def totals_are_those_of_run(browser, pages, subject):
    browser.show(pages.page(subject))
    found = json.loads(pages.run("run", subject, "--format", "json"))
    cells = browser.value("""
      [...document.querySelectorAll('#clusters tbody tr')].map((row) =>
        [...row.children].map((cell) => cell.textContent))""")
    for row, cluster in zip(cells, found["clusters"]):
        name, servers, keys, at_most = row[:4]
        check((name, int(servers), int(keys), int(at_most)) ==
              (cluster["name"], cluster["servers"], cluster["jwt_keys"],
               cluster["jwt_keys_at_most"]),
              f"{subject}: {name} has {keys} keys, {at_most} at most")
        check(row[4] == (str(len({each["key"] for each in cluster["absences"]})) or "–")
              or (row[4] == "–" and not cluster["absences"]),
              f"{subject}: {name} missed {row[4]} keys")
    failed = browser.value("document.querySelectorAll('.tile dd')[1].textContent")
    check(int(failed.replace(",", "")) == round(found["failed_verifications"]),
          f"{subject}: {failed} verifications failed")


def mouse_keys_and_buttons_work(browser, pages, subject):
    browser.show(pages.page(subject))
    tip = "document.getElementById('tip')"
    shown = f"{tip}.classList.contains('shown')"
    browser.value("""document.querySelector('#map-1 .missing')
      .scrollIntoView({block: 'center', behavior: 'instant'})""")
    x, y, text = browser.value("""(() => {
      const mark = document.querySelector('#map-1 .missing');
      const box = mark.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2, mark.dataset.tip];
    })()""")
    browser.move_to(x, y)
    check(browser.value(shown) and browser.value(f"{tip}.textContent") == text,
          f"pointing at a missing key says: {text}")
    browser.move_to(2, 2)
    check(not browser.value(shown), "pointing at nothing says nothing")

    browser.value("document.getElementById('map-1').focus()")
    browser.press("ArrowRight")
    first = browser.value(f"{tip}.textContent")
    browser.press("ArrowRight")
    second = browser.value(f"{tip}.textContent")
    check(browser.value(shown) and first != second, f"arrow keys step on: {first} | {second}")
    browser.press("End")
    last = browser.value("[...document.querySelectorAll('#map-1 [data-tip]')].at(-1).dataset.tip")
    check(browser.value(f"{tip}.textContent") == last, "End goes to the last mark")
    browser.press("Escape")
    check(not browser.value(shown), "Escape hides it")

    ground = "getComputedStyle(document.body).backgroundColor"
    before = browser.value(ground)
    browser.value("document.getElementById('theme').click()")
    check(browser.value(ground) != before, "the button turns light into dark")
    browser.value("document.getElementById('theme').click()")
    check(browser.value(ground) == before, "and back")
    unnamed = browser.value("""
      [...document.querySelectorAll('svg.chart, button, .scroll[tabindex]')].filter((each) =>
        !each.getAttribute('aria-label') && !each.textContent.trim()).length""")
    check(unnamed == 0, "everything that can be reached has a name")
    check(browser.complaints() == [], "none of it complains")


def ranking_is_that_of_the_comparison(browser, pages):
    options = ("--strategy", "always-subscribed", "--strategy", "identity-retained",
               "--replications", "4")
    path = pages.page("6083-production", *options)
    drawings_are_xml(path)
    shows_without_complaint(browser, path)
    rows = pages.table("6083-production", "comparison.csv", *options)
    browser.show(path)
    circles = browser.value("""
      [...document.querySelectorAll('#intervals-0 .mark')].map((mark) => {
        const box = mark.querySelector('circle').getBoundingClientRect();
        const whole = mark.querySelector('.whole').getBoundingClientRect();
        return [mark.dataset.tip, (box.left + box.width / 2 - whole.left) / whole.width];
      })""")
    known = [row for row in rows if row["metric"] == rows[0]["metric"]]
    highest = max(float(row[bound]) for row in known for bound in ("mean", "mean_upper"))
    check(len(circles) == len(known) == 3, f"{len(circles)} alternatives are ranked")
    for row in known:
        places = [place for tip, place in circles if tip.startswith(row["alternative"] + ":")]
        wanted = float(row["mean"]) / highest
        check(len(places) == 1 and abs(places[0] - wanted) < 0.01,
              f"{row['alternative']} stands at {wanted:.3f} of the scale")


def main():
    program, source = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory(prefix="spindrift-report-") as folder:
        pages = Pages(program, source, folder)
        with Chromium(240) as browser:
            subjects = ("6083-production", "6083-dev", "steady-state", "upstream-outage",
                        "tests/recordings/deaf-region-1.10.4")
            for subject in subjects:
                path = pages.page(subject)
                drawings_are_xml(path)
                shows_without_complaint(browser, path)
            for subject in ("6083-production", "6083-dev"):
                marks_stand_where_the_axis_says(browser, pages, subject)
                totals_are_those_of_run(browser, pages, subject)
            for subject in ("6083-production", "steady-state"):
                tips_say_the_counts(browser, pages, subject)
            ranking_is_that_of_the_comparison(browser, pages)
            mouse_keys_and_buttons_work(browser, pages, "6083-production")
    print(f"{len(FAULTS)} faults")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main())
