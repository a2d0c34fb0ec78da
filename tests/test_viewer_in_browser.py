"""The viewer in a real Chromium: marks at the right characters, filters, ways to the text and back, keys, and no harm.

Where there is no Chromium these tests are skipped and say so; with BIZENV_BROWSER=required, as in CI, they fail. On
Debian `apt-get install chromium fonts-noto-cjk` brings one, elsewhere `playwright install chromium`; BIZENV_BROWSER can
also be the path of one.
"""

import os
import shutil
import socket
from decimal import Decimal
from pathlib import Path

import pytest

from bizenv_extract.pipeline import Extractor
from bizenv_extract.schema import Check, Diagnostic, Report, Section, Span
from bizenv_extract.viewer.page import page as page_of
from bizenv_extract.viewer.payload import records_of

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures").glob("*.txt"))
BULLETIN = Path(__file__).parent.parent / "fixtures" / "bulletin.txt"
ASKED = os.environ.get("BIZENV_BROWSER", "")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ATTACK = "<img src=x onerror='window.hit=1'><script>window.hit=1</script></script>"

# The words of a node as they stand in the text: what is shown as a mark is the character that it names.
WORDS = """
window.wordsOf = (node) => node.nodeType === 3 ? node.data
  : node.className === "hidden-mark" ? String.fromCodePoint(parseInt(node.dataset.code.slice(2), 16))
  : [...node.childNodes].map(window.wordsOf).join("");
"""


def missing(reason):
    """Skip, or fail where a browser was promised."""
    (pytest.fail if ASKED == "required" else pytest.skip)(reason)


@pytest.fixture(scope="session")
def browser():
    """Start one Chromium for all tests."""
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - without it the other tests still run
    except ImportError:
        missing("playwright is not installed")
    found = ASKED if Path(ASKED).is_file() else next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as play:
        try:
            running = play.chromium.launch(executable_path=found)
        except Error as error:
            missing(f"no Chromium can be started: {error.message.splitlines()[0]}")
        yield running
        running.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Give what opens a page about some reports; no request but for the page may have been made, and no error."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN", reduced_motion="reduce")
    asked, errors = [], []
    context.on("requestfinished", lambda request: asked.append(request.url))
    context.on("requestfailed", lambda request: asked.append(request.url) if request.failure != "csp" else None)

    def open_page(*reports, address="", quiet=True):
        (tmp_path / "page.html").write_bytes(page_of([report.to_dict() for report in reports]))
        tab = context.new_page()
        tab.add_init_script(WORDS)
        if quiet:
            tab.on("console", lambda message: errors.append(message.text))
            tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto((tmp_path / "page.html").as_uri() + address)
        return tab

    yield open_page
    context.close()
    assert errors == []
    assert {url.partition("#")[0] for url in asked} == {(tmp_path / "page.html").as_uri()}


def extracted(source):
    """Give a report with its text."""
    return Extractor().extract(source, text=True)


def marked(tab):
    """Give for each record the words that are marked as its anchor."""
    script = """() => Object.fromEntries(data.reports[state.report].records.map((record, number) =>
        [record.id, marksOf(number).map((mark) => wordsOf(mark)).join("")]))"""
    return tab.evaluate(in_page(script))


def in_page(script):
    """Read the state of the page from the page itself: its script is a module and shows nothing outside."""
    return f"""() => {{
        const data = JSON.parse(document.getElementById("data").textContent);
        const report = [...document.querySelectorAll(".report-tab")].findIndex((tab) => tab.ariaPressed === "true");
        const state = {{ report: Math.max(report - 1, 0) }};
        const marksOf = (number) => [...document.querySelectorAll(`mark[data-record="${{number}}"]`)];
        return ({script})();
    }}"""


def text_shown(tab):
    """Give the text as the page shows it."""
    return tab.evaluate('() => wordsOf(document.querySelector("article.text"))')


def rows(tab):
    """Give the ids of the rows that are shown."""
    return tab.locator(".row .id").all_inner_texts()


def number_of(report, name):
    """Give the place of a record in the order of the text."""
    return [record["id"] for record in records_of(report.to_dict())].index(name)


def anchors(report):
    """Give the anchors of all records by id."""
    return {record["id"]: record["anchor"]["text"] for record in records_of(report.to_dict())}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_marks_cover_the_anchors(opened, path):
    """Each record has just the characters of its anchor, and the page shows the text and nothing else."""
    report = extracted(path)
    tab = opened(report)
    assert marked(tab) == anchors(report)
    assert text_shown(tab) == report.text


def crossed():
    """Give a report whose anchors cross, nest and coincide, over signs beyond the first plane and ones not seen."""
    report = extracted("全市新增企业3家、𠮷\u202e\u200b4户、5个。\r\n第二行\u2028第三行👨\u200d👩。")
    text, outcome = report.text, report.outcomes[0]
    ends = [(2, 9), (4, 14), (6, 8), (6, 8), (10, 13), (0, len(text)), (len(text) - 4, len(text))]
    spans = [Span(start=start, end=end, text=text[start:end]) for start, end in ends]
    outcomes = tuple(outcome.model_copy(update={"id": f"o{n}", "anchor": span}) for n, span in enumerate(spans, 1))
    return report.model_copy(update={"outcomes": outcomes, "measures": (), "rankings": (), "time_limits": ()})


def test_marks_that_cross_and_nest(opened):
    """All are whole; what is not seen stands as a mark and is not in the page itself."""
    report = crossed()
    tab = opened(report)
    assert marked(tab) == anchors(report)
    assert text_shown(tab) == report.text
    codes = tab.evaluate('() => [...document.querySelectorAll(".text .hidden-mark")].map((mark) => mark.dataset.code)')
    assert codes == ["U+202E", "U+200B", "U+2028", "U+200D"]
    assert tab.evaluate("() => !/[\\u200b\\u202e\\u2028]/.test(document.body.innerText)")


def test_each_click_on_crossing_marks_takes_the_next(opened):
    """Where several records stand, all can be reached from the text."""
    tab = opened(crossed())
    seen = []
    for _ in range(4):
        tab.locator("mark mark mark").first.click()
        seen.append(tab.locator(".row.selected .id").inner_text())
    assert len(set(seen)) >= 3
    assert seen[0] == seen[-1] or len(set(seen)) == 4


def test_a_row_leads_to_its_place_and_back(opened):
    """A click on a row shows its words in the text, a click on words shows their row."""
    report = extracted(BULLETIN)
    tab = opened(report)
    last, first = number_of(report, "t9"), number_of(report, "o1")
    tab.locator(f"#row-{last}").click()
    assert tab.locator(f'mark[data-record="{last}"]').first.evaluate(ON_SCREEN)
    assert tab.locator("mark.selected").all_inner_texts() == ["2个工作日"]
    tab.locator(f'mark[data-record="{first}"]').first.click()
    assert tab.locator(".row.selected .id").all_inner_texts() == ["o1"]
    assert tab.locator(f"#row-{first}").evaluate(ON_SCREEN)
    assert tab.locator(f"#row-{first}").get_attribute("aria-expanded") == "true"
    assert tab.url.endswith("#0-o1")


ON_SCREEN = """(node) => {
    const box = node.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && node.checkVisibility();
}"""


def test_the_rule_and_the_spans_are_shown_on_demand(opened):
    """The details quote the words each field was read from, the text shows them, and what was inherited says so."""
    report = extracted(BULLETIN)
    tab = opened(report)
    assert tab.locator(".details:visible").count() == 0
    tab.locator(f"#row-{number_of(report, 't1')}").click()
    details = tab.locator(".details:visible")
    assert details.locator(".rule code").inner_text() == "time_limit.from_to"
    assert details.locator("dl q").all_inner_texts() == ["企业开办", "1.5个工作日", "4小时"]
    assert "沿用上文" in details.inner_text()
    assert tab.locator(".field").all_inner_texts() == ["企业开办", "1.5个工作日", "4小时"]
    assert "".join(tab.locator(".evidence").all_inner_texts()) == report.time_limits[0].evidence.text
    details.locator("button.quote").nth(1).click()
    tab.wait_for_selector(".field.flash")  # with the next frame
    assert tab.locator(".flash").all_inner_texts() == ["1.5个工作日"]


def test_the_page_of_a_record_is_told(opened):
    """Where a file has pages, the details say on which one a record stands."""
    report = extracted("企业开办由4个工作日压缩为24小时以内。")
    (limit,) = report.time_limits
    limit = limit.model_copy(update={"evidence": limit.evidence.model_copy(update={"page": 12})})
    tab = opened(report.model_copy(update={"time_limits": (limit,)}))
    tab.keyboard.press("j")
    assert "第12页" in tab.locator(".details .rule").inner_text()


def test_filters(opened):
    """By kind, status, indicator and words; the text follows, the count is told, and one button clears all."""
    report = extracted(BULLETIN)
    tab = opened(report)
    total = len(rows(tab))
    tab.click('[data-kind="outcome"]')
    assert not any(name.startswith("o") for name in rows(tab))
    assert tab.locator("mark.outcome:not(.off)").count() == 0
    tab.select_option('[data-facet="status"]', "=target")
    kept = records_of(report.to_dict())
    assert rows(tab) == [r["id"] for r in kept if r["status"] == "target" and r["kind"] != "outcome"]
    tab.click(".reset")
    tab.select_option('[data-facet="indicator"]', "=获得电力")
    assert rows(tab) == [r["id"] for r in kept if r["indicator"] == "获得电力"]
    assert tab.locator("#shown").inner_text() == f"显示 {len(rows(tab))} / {total} 条"
    tab.click(".reset")
    tab.fill("#search", "印章")
    assert rows(tab) == [r["id"] for r in kept if "印章" in (r.get("metric") or r.get("object") or "")]
    tab.fill("#search", "没有这样的话")
    assert "没有符合条件的数据" in tab.locator("#panel-rows").inner_text()


@pytest.mark.parametrize("facet", ["place", "section", "period"])
def test_each_facet_has_all_its_values(opened, facet):
    """The choices of a facet part the records: each is in one, and the counts are right."""
    report = extracted(FIXTURES[0].with_stem("plan"))
    tab = opened(report)
    total, found = len(rows(tab)), []
    for value in tab.locator(f'[data-facet="{facet}"] option').evaluate_all("(all) => all.map((o) => o.value)")[1:]:
        tab.select_option(f'[data-facet="{facet}"]', value)
        chosen = tab.locator(f'[data-facet="{facet}"] option:checked').inner_text()
        assert chosen.endswith(f"({len(rows(tab))})")
        found += rows(tab)
    assert len(found) == len(set(found)) == total


def test_keys(opened):
    """J and k go through the rows shown, enter opens and closes, escape lets go, the slash searches."""
    tab = opened(extracted(BULLETIN))
    order = rows(tab)
    for key, wanted in (("j", order[0]), ("j", order[1]), ("j", order[2]), ("k", order[1])):
        tab.keyboard.press(key)
        assert tab.locator(".row.selected .id").all_inner_texts() == [wanted]
    assert tab.locator(".details:visible").count() == 1
    tab.keyboard.press("Enter")
    assert tab.locator(".details:visible").count() == 0
    tab.keyboard.press("Enter")
    assert tab.locator(".row.selected .id").all_inner_texts() == [order[1]]
    tab.keyboard.press("Escape")
    assert tab.locator(".row.selected, mark.selected, .evidence").count() == 0
    assert tab.evaluate("() => document.activeElement.id") == "row-1"
    tab.keyboard.press("/")
    tab.keyboard.type("jk")
    assert tab.input_value("#search") == "jk"
    tab.keyboard.press("Escape")
    assert (tab.input_value("#search"), rows(tab)) == ("", order)


def test_focus_is_seen(opened):
    """Whatever tab reaches has an outline, and everything has a name."""
    tab = opened(extracted("全市新增企业3家。"))
    for _ in range(14):
        tab.keyboard.press("Tab")
        style = "() => getComputedStyle(document.activeElement).outlineStyle"
        assert tab.evaluate("() => document.activeElement === document.body") or tab.evaluate(style) != "none"
    named = """() => [...document.querySelectorAll("button, select, input")].filter((node) =>
        !(node.ariaLabel || node.innerText || "").trim()).map((node) => node.outerHTML)"""
    assert tab.evaluate(named) == []


def test_the_language_can_be_switched(opened):
    """All words of the page change, those of the report stay; no key is left untold."""
    tab = opened(extracted(BULLETIN))
    tab.keyboard.press("j")
    tab.click("text=English")
    assert tab.locator('[data-kind="time_limit"]').inner_text().split() == ["字", "Time", "limits", "9"]
    assert tab.get_attribute("html", "lang") == "en"
    assert "Metric" in tab.locator(".details:visible").inner_text()
    assert tab.locator("article.text").get_attribute("lang") == "zh-CN"
    for name in ("rows", "charts", "notes"):
        tab.click(f"#tab-{name}")
        words = tab.locator(f"#panel-{name}").inner_text()
        assert not {key for key in ("field.", "chart.", "unit.", "basis.", "{0}", "undefined") if key in words}


def test_charts(opened):
    """Each record with a limit before and after has a line between two dots; a click leads to the text."""
    report = extracted(BULLETIN)
    tab = opened(report)
    tab.click("#tab-charts")
    assert tab.locator(".chart:visible h3").count() == 6
    assert tab.locator(".limits .span").count() == sum(1 for t in report.time_limits if t.before and t.after)
    assert tab.locator(".rankings .chart-row").count() == len(report.rankings)
    places = tab.locator(".plot circle").evaluate_all("(all) => all.map((dot) => parseFloat(dot.getAttribute('cx')))")
    assert all(0 <= place <= 100 for place in places)
    tab.locator(".limits .chart-row", has_text="企业开办").click()
    assert tab.locator("mark.selected").all_inner_texts() == ["4小时"]
    tab.locator(".timeline .chart-row", has_text="年底前").click()
    assert len(rows(tab)) == 3


def test_several_reports_are_compared(opened):
    """A column for each report, a row for each indicator, and a way from each cell to the record."""
    sources = [FIXTURES[0].with_stem(name) for name in ("bulletin", "permits", "district")]
    reports = [extracted(source) for source in sources]
    tab = opened(*reports)
    assert tab.locator(".compare thead th strong").all_inner_texts() == ["襄阳市", "盐城市", "汇川区"]
    indicators = {r["indicator"] for each in reports for r in records_of(each.to_dict())} - {None}
    assert set(tab.locator(".compare tbody th").all_inner_texts()) == indicators
    tab.locator(".compare-item", has_text="20个工作日 → 5个工作日").first.click()
    assert tab.locator("mark.selected").all_inner_texts() == ["5个工作日"]
    assert tab.locator("h1").inner_text() == reports[1].metadata.title
    assert marked(tab) == anchors(reports[1])


def test_an_address_leads_to_a_record(opened):
    """#1-t1 is the first time limit of the second report; an address that leads nowhere is no harm."""
    reports = [extracted("全市新增企业3家。"), extracted(BULLETIN)]
    assert opened(*reports, address="#1-t1").locator("mark.selected").all_inner_texts() == ["4小时"]
    assert opened(*reports, address="#__proto__-%E0%A4").locator(".compare").count() == 1


def test_a_report_without_anything(opened):
    """An empty text, and a text without records, give a page that says so."""
    assert "原文为空" in opened(extracted("")).locator("article").inner_text()
    tab = opened(extracted("今天天气好。"))
    assert "没有符合条件的数据" in tab.locator("#panel-rows").inner_text()
    tab.keyboard.press("j")
    tab.click("#tab-notes")
    assert "no_records" in tab.locator("#panel-notes").inner_text()


def poisoned(report):
    """Put an attack into every string that a report from elsewhere may hold."""

    def bad(value):
        return f"{value}{ATTACK}\u202e"

    limits = tuple(
        limit.model_copy(update={"service": bad(limit.service), "rule": bad(limit.rule), "id": bad(limit.id)})
        for limit in report.time_limits
    )
    check = Check(kind=ATTACK, records=(ATTACK,), stated=ATTACK, computed=ATTACK, consistent=False, note=ATTACK)
    told = report.metadata.model_copy(update={"title": bad("题"), "issuer": ATTACK, "document_number": ATTACK})
    return report.model_copy(
        update={
            "time_limits": limits,
            "metadata": told,
            "checks": (check,),
            "diagnostics": (Diagnostic(code=ATTACK, severity="error", message=ATTACK),),
            "sections": (Section(title=ATTACK, level=1, span=Span(start=0, end=1, text=report.text[0])),),
            "source": report.source.model_copy(update={"uri": ATTACK}),
            "generator": report.generator.model_copy(update={"name": ATTACK}),
        }
    )


def test_nothing_of_a_report_runs(opened):
    """Attacks in the text and in every field are words on the page, wherever one looks."""
    report = poisoned(extracted(f"濮阳市{ATTACK}。{ATTACK}企业开办由4个工作日压缩为24小时以内{ATTACK}。"))
    tab = opened(report, Report.model_validate_json(report.to_json()))
    tab.locator(".report-tab").nth(1).click()
    for name in ("rows", "charts", "notes"):
        tab.click(f"#tab-{name}")
        tab.keyboard.press("j")
    tab.click("text=English")
    tab.wait_for_timeout(100)
    assert tab.evaluate("() => window.hit") is None
    assert tab.locator("img, #app script").count() == 0
    assert ATTACK in tab.locator("h1").inner_text()
    assert marked(tab) == anchors(report)


INJECTIONS = {
    "a script": "const s = add('script'); s.append('window.hit = 1'); document.body.append(s);",
    "a handler": "const b = add('b'); b.setAttribute('onclick', 'window.hit = 1'); b.click();",
    "markup": "document.body.innerHTML = '<img src=x onerror=window.hit=1>';",
    "a style": "add('style').append('body { color: rgb(1, 2, 3) }');",
    "a request": "fetch(there).catch(() => 0);",
    "a picture": "add('img').src = there;",
    "a frame": "add('iframe').src = there;",
    "a form": "const f = add('form'); f.action = there; f.submit();",
    "a base": "add('base').href = there;",
    "a beacon": "navigator.sendBeacon(there);",
    "a string as code": "setTimeout('window.hit = 1', 0);",
}


def heard(server):
    """Give what a browser says to a server; it may connect ahead of a navigation, and then find that it must not."""
    try:
        connection, _ = server.accept()
        with connection:
            connection.settimeout(0.3)
            return connection.recv(1000)
    except TimeoutError:
        return b""


@pytest.mark.parametrize("script", INJECTIONS.values(), ids=INJECTIONS)
def test_the_policy_stops_what_got_in(opened, script):
    """Should an attack ever reach the page's own world, it may neither run, nor restyle, nor load, nor send."""
    tab = opened(extracted("全市新增企业3家。"), quiet=False)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/"
        adding = "const add = (name) => document.body.appendChild(document.createElement(name));"
        tab.evaluate(f"() => {{ const there = '{there}'; {adding} try {{ {script} }} catch {{ }} }}")
        assert heard(server) == b""
    assert tab.evaluate("() => window.hit") is None
    assert tab.locator("#app .row").count() == 1  # the markup did not take the place of the page
    assert tab.evaluate("() => document.baseURI").startswith("file:")
    assert tab.evaluate("() => getComputedStyle(document.body).color") != "rgb(1, 2, 3)"
    assert tab.url.startswith("file:")


def test_long_lines_and_large_values_stay_in_their_place(opened):
    """A word of ten thousand letters breaks, on a narrow page too; nothing makes the page scroll sideways."""
    report = extracted(f"{'a' * 10_000}{'长' * 5_000}，全市新增企业{'9' * 20}家。")
    long = report.outcomes[0].model_copy(update={"value": Decimal("9" * 400), "metric": "m" * 3000})
    tab = opened(report.model_copy(update={"outcomes": (long,)}))
    tab.keyboard.press("j")
    for width in (1400, 800, 360):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_all_is_there(opened):
    """Print has the text, the rows and the charts, and no controls."""
    tab = opened(extracted(BULLETIN))
    tab.emulate_media(media="print")
    for wanted in ("article.text", "#panel-rows", "#panel-charts"):
        assert tab.locator(wanted).is_visible()
    for unwanted in (".facets", ".tabs", ".languages", ".keys"):
        assert not tab.locator(unwanted).is_visible()
