#!/usr/bin/env python3
"""Opens reports in a real browser and holds what they show against what the program found.

usage: browser_test.py PROGRAM SOURCE_FOLDER
"""

import json
import pathlib
import re
import sys
import tempfile

from chromium import Chromium
from pages import (DESK, FAULTS, PAPER, PHONE, Pages, check, drawings_are_xml,
                   shows_without_complaint)


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
    browser.show(path, width=PAPER)
    browser.ask("Emulation.setEmulatedMedia", media="print", features=[])
    right = browser.value("document.querySelector('.alternatives').getBoundingClientRect().right")
    check(right <= PAPER, f"on paper the table of all metrics ends at {right} of {PAPER} px")
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


def swings_are_those_of_the_comparison(browser, pages):
    subject = "tests/review/two-regions.json"
    options = ("--strategy", "paced-by-time", "--replications", "4", "--until", "1d",
               "--sensitivity", "rolls.pause=30s..20m", "--sensitivity", "ca_ttl=20h..30h")
    path = pages.page(subject, *options)
    drawings_are_xml(path)
    shows_without_complaint(browser, path)
    known = json.loads(pages.run("compare", subject, *options, "--format", "json"))
    browser.show(path)
    for place, study in enumerate(known["sensitivities"]):
        rows = browser.value(f"""
          [...document.querySelectorAll('#swings-{place} .swing')].map((mark) => {{
            const width = mark.ownerSVGElement.clientWidth;
            const bar = (kind) => {{
              const box = mark.querySelector(kind).getBBox();
              return [box.x / width, (box.x + box.width) / width];
            }};
            const dot = mark.querySelector('circle').getBBox();
            return [mark.dataset.tip, bar('.at-lower'), bar('.at-upper'),
                    (dot.x + dot.width / 2) / width];
          }})""")
        changes = [each[end]["estimate"] for each in study["inputs"]
                   for end in ("at_lower", "at_upper")]
        lowest, highest = min([0, *changes]), max([0, *changes])
        check(highest > lowest, f"{study['alternative']}: some input moves {study['metric']}")
        for each in study["inputs"]:
            found = [row for row in rows if row[0].startswith(each["path"] + " at ")]
            check(len(found) == 1, f"{study['alternative']}: {each['path']} is drawn once")
            wanted = [[(bound(0, each[end]["estimate"]) - lowest) / (highest - lowest)
                       for bound in (min, max)] for end in ("at_lower", "at_upper")]
            wanted.append(min(max(each["total_order"]["estimate"], 0), 1))
            drawn = [*found[0][1], *found[0][2], found[0][3]]
            for one, other in zip(drawn, [*wanted[0], *wanted[1], wanted[2]]):
                check(abs(one - other) < 0.01, f"{each['path']}: {one:.3f} should be {other:.3f}")
    for width in (DESK, PHONE):
        browser.show(path, width=width)
        overlaps = browser.value("""
          [...document.querySelectorAll('#sensitivity .row-name')].filter((name) => {
            const value = name.nextElementSibling.getBoundingClientRect();
            return name.getBoundingClientRect().right + 4 > value.left;
          }).map((name) => name.textContent)""")
        check(overlaps == [], f"{width} px: names of inputs and figures stand apart {overlaps}")


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
            swings_are_those_of_the_comparison(browser, pages)
            mouse_keys_and_buttons_work(browser, pages, "6083-production")
    print(f"{len(FAULTS)} faults")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main())
