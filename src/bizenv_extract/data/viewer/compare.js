// Comparison: reports side by side, a row for each indicator; what cannot be compared is counted.

const compared = ([record]) => record.kind !== "measure" && !state.off.has(record.kind);
const FEW = 4;

const everything = () =>
  data.reports.flatMap((report, at) => report.records.map((record, number) => [record, number, at]));

const compareItem = (item) =>
  el(
    "li",
    {},
    button(
      `compare-item ${item[0].kind} ${item[0].status}`,
      goTo(item),
      el("span", { class: "name" }, nameOf(item[0])),
      " ",
      el("span", { class: "value" }, valueOf(item[0])),
    ),
  );

const byKind = (items) => KINDS.flatMap((kind) => items.filter(([record]) => record.kind === kind));

const compareCell = (items) => {
  const listed = byKind(items.filter(compared));
  const measures = items.filter(([record]) => record.kind === "measure" && !state.off.has("measure")).length;
  const few = listed.length === FEW + 1 ? listed.length : FEW;
  const rest = listed.slice(few);
  const more = rest.length
    ? el("details", {}, el("summary", {}, t("compare.more", String(rest.length))), el("ul", {}, rest.map(compareItem)))
    : null;
  const counted = measures ? el("p", { class: "measures" }, t("compare.measures", String(measures))) : null;
  return el("td", {}, el("ul", {}, listed.slice(0, few).map(compareItem)), more, counted);
};

const compareRow = ([name, items]) =>
  el("tr", {}, el("th", { scope: "row" }, name), data.reports.map((_, at) => compareCell(items.filter((item) => item[2] === at))));

const compareHead = () =>
  el("tr", {}, el("td", { class: "corner" }), data.reports.map((report, at) =>
    el(
      "th",
      { scope: "col" },
      button("open", () => change(() => openReport(at), { all: true }), el("strong", {}, shortOf(report)), el("span", {}, titleOf(report))),
      el("span", { class: "facts" }, [report.metadata.published, t("page.records", String(report.records.length))].filter(Boolean).join(" · ")),
    ),
  ));

const compareKinds = () => {
  const counts = counted(everything().map(([record]) => record.kind));
  return el("div", { class: "kinds", role: "group", "aria-label": t("page.kinds") }, KINDS.map((kind) => legendButton(kind, counts)));
};

const placed = (record, at) => `${shortOf(data.reports[at])} · ${nameOf(record)}`;

const comparison = () => {
  const items = everything().filter(([record]) => !state.off.has(record.kind));
  const named = byIndicator(items.filter(([record]) => record.indicator));
  const table = el("table", { class: "compare" }, el("thead", {}, compareHead()), el("tbody", {}, named.map(compareRow)));
  table.style.setProperty("--reports", data.reports.length);
  return el(
    "main",
    { class: "comparison" },
    compareKinds(),
    el("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": t("compare.title") }, table),
    el("div", { class: "charts" }, limitChart(items.filter(([record]) => record.indicator), placed), rankChart(items, placed)),
  );
};
