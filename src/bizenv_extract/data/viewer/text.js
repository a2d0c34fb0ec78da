// The text: a line is a paragraph or a heading, a segment is a span, and a mark lies around it for each record there.

let spans = [];

const endOf = ([start, words]) => start + [...words].length;

const markAround = (report, node, segment, number, depth) => {
  const record = report.records[number];
  const ends = `${record.anchor.start === segment[0] ? " first" : ""}${record.anchor.end === endOf(segment) ? " last" : ""}`;
  const deep = depth > 0 ? ` depth-${Math.min(depth, 3)}` : "";
  const className = `anchor ${record.kind} ${record.status}${ends}${deep}`;
  return el("mark", { class: className, "data-record": number, title: `${record.id} · ${t(`kind.${record.kind}`)}` }, node);
};

const segmentOf = (report, line, segment) => {
  const [start, words, covering = []] = segment;
  const node = el("span", { class: start < line.head ? "segment head" : "segment" }, words);
  spans.push({ node, start, words, covering });
  const anchors = covering.filter(([, field]) => field === "anchor");
  return anchors.reduceRight((inner, [number], depth) => markAround(report, inner, segment, number, depth), node);
};

const isHeading = (line) => line.level > 0 && line.segments.every(([start, words]) => start < line.head || !words.trim());

const lineOf = (report, line) => {
  const heading = isHeading(line);
  const blank = line.segments.every(([, words]) => !words.trim());
  const words = line.segments.map(([, part]) => part).join("").trim();
  const title = heading && words === report.metadata.title?.trim() ? " title" : "";
  const className = `line${blank ? " blank" : ""}${line.broken ? " broken" : ""}${title}`;
  const name = heading ? `h${Math.min(line.level + 1, 6)}` : "p";
  return el(name, { class: className }, line.segments.map((segment) => segmentOf(report, line, segment)));
};

// A click within a mark selects its record; where several cross, each further click selects the next one.
const clickText = (event) => {
  const numbers = [];
  for (let node = event.target.closest("mark"); node; node = node.parentElement.closest("mark")) {
    if (!node.classList.contains("off")) numbers.push(Number(node.dataset.record));
  }
  if (!numbers.length || !window.getSelection().isCollapsed) return;
  const next = numbers[(numbers.indexOf(state.selected) + 1) % numbers.length];
  select(next, { from: "text" });
};

const textOf = (report) => {
  spans = [];
  const lines = report.lines.map((line) => lineOf(report, line));
  const props = { class: "text", lang: "zh-CN", "aria-label": t("page.text"), tabindex: "0", onclick: clickText };
  return el("article", props, lines.length ? lines : el("p", { class: "none" }, t("page.empty")));
};

const marksOf = (number) => [...document.querySelectorAll(`mark[data-record="${number}"]`)];

const dimText = (shown) => {
  for (const mark of document.querySelectorAll("mark.anchor")) {
    mark.classList.toggle("off", !shown.has(Number(mark.dataset.record)));
  }
};

const unlightText = () => {
  for (const mark of document.querySelectorAll("mark.selected")) mark.classList.remove("selected");
  for (const { node } of spans) {
    node.classList.remove("evidence", "field", "labelled", "flash");
    delete node.dataset.label;
  }
};

const lightFields = (number) => {
  const told = new Set();
  for (const { node, covering } of spans) {
    const fields = covering.filter(([owner, field]) => owner === number && field !== "anchor").map(([, field]) => field);
    const fresh = fields.filter((field) => !told.has(field));
    node.classList.toggle("field", fields.length > 0);
    node.classList.toggle("labelled", fresh.length > 0);
    if (fresh.length) node.dataset.label = fresh.map((field) => t(`field.${field}`)).join(" · ");
    fresh.forEach((field) => told.add(field));
  }
};

const lightText = (number) => {
  unlightText();
  const record = reportNow().records[number];
  for (const mark of marksOf(number)) mark.classList.add("selected");
  for (const { node, start } of spans) {
    node.classList.toggle("evidence", start >= record.evidence[0] && start < record.evidence[1]);
  }
  lightFields(number);
};

const goToText = (number) => marksOf(number)[0]?.scrollIntoView({ block: "center", behavior: motion() });

const flashField = (number, field) => {
  const found = spans.filter(({ covering }) => covering.some(([owner, name]) => owner === number && name === field));
  found[0]?.node.scrollIntoView({ block: "center", behavior: motion() });
  for (const { node } of found) {
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }
};

const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
const wordsAt = (start, end) => spans.filter((span) => span.start >= start && span.start < end).map((span) => span.words).join("");
