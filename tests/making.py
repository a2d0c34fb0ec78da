"""Real files for the tests of readers: the same text as an HTML page, a PDF and a Word file, by independent writers."""

import html
import io
import re
from collections.abc import Callable, Iterable, Sequence

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
LATIN = re.compile("[0-9A-Za-z.%]+|.", re.DOTALL)
NO_START = "，。；：、！？）”’》」』"

NAVIGATION = """<div class="header"><ul class="nav">
<li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/gz">工作动态</a></div></div>"""
SIDE = """<div class="right"><h3>热点推荐</h3><ul>
<li><a href="/1">全省营商环境大会召开</a><span>2019-03-04</span></li>
<li><a href="/2">我市出台新措施</a><span>发布时间：2031-12-30</span></li></ul></div>"""
FOOTER = """<div class="bottom"><p>主办单位：某市人民政府办公室　网站标识码：4109000001</p>
<p>版权所有 豫ICP备05012345号 发布日期：2001-01-01</p></div>"""


def page(paragraphs: Iterable[str], *, metas: str = "", info: str = "", charset: str = "utf-8") -> str:
    """Give an HTML page as sites of governments make them: navigation, side list, footer, and the text within."""
    title, *rest = paragraphs
    body = "\n".join(f"<p>　　{html.escape(line)}</p>" for line in rest)
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{html.escape(title)}_某市人民政府</title>{metas}
<script>var day = "1999-09-09";</script></head><body>
{NAVIGATION}<div class="main">{SIDE}<div class="article"><h1>{html.escape(title)}</h1>{info}
<div class="content" id="zoom">{body}</div><p>【打印本页】【关闭窗口】</p></div></div>{FOOTER}</body></html>"""


def word(paragraphs: Iterable[str]) -> bytes:
    """Give a Word file with paragraphs."""
    document = docx.Document()
    for line in paragraphs:
        document.add_paragraph(line)
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    """Give the bytes of a Word file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def canvas(draw: Callable[[Canvas], object]) -> bytes:
    """Give a PDF file that a function draws."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    made = Canvas(file, pagesize=A4, invariant=1)
    draw(made)
    made.save()
    return file.getvalue()


def wrapped(text: str, width: float, size: float, indent: float = 0) -> list[str]:
    """Break a paragraph as typesetters do: no number is torn, no line begins with a closing sign."""
    lines, room = [""], width - indent
    for token in LATIN.findall(text):
        needs = pdfmetrics.stringWidth(token, FONT, size)
        if needs > room and token not in NO_START and lines[-1]:
            lines.append("")
            room = width
        lines[-1] += token
        room -= needs
    return lines


def printed(
    paragraphs: Sequence[str], *, size: float = 14, width: float = 440, indent: bool = True, head: str = ""
) -> bytes:
    """Give a PDF file with pages, page numbers and hard-wrapped, indented paragraphs; its heading is drawn twice."""

    def draw(made: Canvas) -> None:
        number, y = 1, A4[1] - 80

        def turn() -> None:
            made.setFont(FONT, 10)
            made.drawCentredString(A4[0] / 2, 40, f"— {number} —")
            made.drawString(75, A4[1] - 40, head)
            made.showPage()

        for count, paragraph in enumerate(paragraphs):
            shift = 2 * size if count and indent else 0
            for row, line in enumerate(wrapped(paragraph, width, size, shift)):
                made.setFont(FONT, size)
                for bold in (0, 0.4) if not count else (0,):
                    made.drawString(75 + (shift if row == 0 else 0) + bold, y, line)
                y -= size * 1.6
                if y < 80:
                    turn()
                    number, y = number + 1, A4[1] - 80
        turn()

    return canvas(draw)


def put(made: Canvas, x: float, y: float, words: str, size: float = 12) -> None:
    """Draw words at a place of a page."""
    made.setFont(FONT, size)
    made.drawString(x, y, words)


def columns(paragraphs: Sequence[str], *, across: bool = False, rows: int = 44) -> bytes:
    """Give a PDF file in two columns below a title, drawn column by column, or line by line across both."""
    size, title = 10.5, paragraphs[0]
    lines = [
        (2 * size if number == 0 else 0, line)
        for paragraph in paragraphs[1:]
        for number, line in enumerate(wrapped(paragraph, 210, size, 2 * size))
    ]

    def draw(made: Canvas) -> None:
        put(made, 75, 790, title, 16)
        for first in range(0, len(lines), 2 * rows):
            page_lines = lines[first : first + 2 * rows]
            half = min(rows, (len(page_lines) + 1) // 2)
            placed = [
                (60 + 255 * (number // half) + indent, 760 - 16 * (number % half), line, number % half)
                for number, (indent, line) in enumerate(page_lines)
            ]
            for x, y, line, _ in sorted(placed, key=lambda one: one[3]) if across else placed:
                put(made, x, y, line, size)
            put(made, A4[0] / 2, 30, f"- {first // rows + 1} -", 9)
            made.showPage()

    return canvas(draw)
