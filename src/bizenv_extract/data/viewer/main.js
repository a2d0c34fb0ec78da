// The page: what stands where, what a change draws again, and the keyboard.

const app = document.getElementById("app");
const one = (selector) => app.querySelector(selector);

const describe = ({ metadata, source, generator }) =>
  [metadata.issuer, metadata.document_number, metadata.place?.name, metadata.published, source.uri?.split("/").pop()]
    .concat(`${generator.name} ${generator.version}`)
    .filter(Boolean)
    .join(" · ");

const languageButton = (name, at) => {
  const onclick = () => change(() => (state.lang = at), { all: true });
  return el("button", { type: "button", class: "language", lang: ["zh-CN", "en"][at], "aria-pressed": String(state.lang === at), onclick }, name);
};

const reportTab = (key, words) => {
  const onclick = () => change(() => openReport(key), { all: true });
  return el("button", { type: "button", class: "report-tab", "aria-pressed": String(state.report === key), onclick }, words);
};

const reportTabs = () =>
  data.reports.length > 1
    ? el("nav", { class: "reports", "aria-label": t("page.reports") }, reportTab("all", t("compare.title")), data.reports.map((report, at) => reportTab(at, shortOf(report))))
    : null;

const header = () => {
  const report = reportNow();
  const title = report ? titleOf(report) : t("compare.title");
  const below = report ? describe(report) : data.reports.map(titleOf).join(" · ");
  const languages = el("div", { class: "languages", role: "group", "aria-label": t("page.language") }, ["中文", "English"].map(languageButton));
  return el("header", { class: "top" }, el("div", { class: "titles" }, el("h1", {}, title), el("p", {}, below)), languages, reportTabs());
};

const tabButton = (name) => {
  const onclick = () => change(() => (state.tab = name), { all: true });
  const chosen = state.tab === name;
  const props = { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, "aria-selected": String(chosen), onclick };
  return el("button", { ...props, tabindex: chosen ? "0" : "-1" }, t(`tab.${name}`), name === "notes" ? el("span", { class: "count" }, notesCount()) : null);
};

const notesCount = () => reportNow().checks.length + reportNow().diagnostics.length;
const TABS = ["rows", "charts", "notes"];

const moveTab = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  change(() => (state.tab = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length]), { all: true });
  one(`#tab-${state.tab}`).focus();
};

const panel = (name, ...content) =>
  el("section", { role: "tabpanel", class: `panel ${name}`, id: `panel-${name}`, "aria-labelledby": `tab-${name}`, hidden: state.tab !== name }, content);

const checkOf = (check) =>
  el(
    "li",
    { class: check.consistent ? "check" : "check differs" },
    el("strong", {}, t(check.consistent ? "check.agrees" : "check.differs")),
    ` ${termOf("check_kind", check.kind)} · ${t("check.stated")} ${check.stated} · ${t("check.computed")} ${check.computed}`,
    el("span", { class: "links" }, check.records.map(linkTo)),
    check.note ? el("small", {}, check.note) : null,
  );

const diagnosticOf = ({ code, severity, message, span }) =>
  el("li", { class: `diagnostic ${severity}` }, el("code", {}, code), ` ${message} `, span ? el("q", {}, span.text) : null);

const notes = ({ checks, diagnostics }) =>
  checks.length + diagnostics.length
    ? [el("ul", { class: "checks" }, checks.map(checkOf)), el("ul", { class: "diagnostics" }, diagnostics.map(diagnosticOf))]
    : el("p", { class: "none" }, t("page.no_notes"));

const KEYS = ["j / k", "Enter", "Esc", "/"];
const keyHelp = () => el("p", { class: "keys" }, KEYS.map((key, at) => [el("kbd", {}, key), ` ${t("page.keys").split("|")[at]} `]));

const side = (report) =>
  el(
    "aside",
    { class: "side", "aria-label": t("page.rows") },
    filters(),
    el("div", { class: "tabs", role: "tablist", "aria-label": t("page.views"), onkeydown: moveTab }, TABS.map(tabButton)),
    el("div", { class: "panels" }, panel("rows", rowList()), panel("charts", chartsOf(shownNow())), panel("notes", notes(report))),
    keyHelp(),
  );

const draw = () => {
  document.documentElement.lang = ["zh-CN", "en"][state.lang];
  const report = reportNow();
  const body = report ? el("main", { class: "reading" }, textOf(report), side(report)) : comparison();
  app.replaceChildren(header(), body);
  if (report) afterwards();
};

const redraw = ({ filters: withFilters = true }) => {
  if (withFilters) one(".filters").replaceWith(filters());
  one("#panel-rows").replaceChildren(rowList());
  one("#panel-charts").replaceChildren(...[chartsOf(shownNow())].flat().filter(Boolean));
  afterwards();
};

const afterwards = () => {
  const shown = shownNow();
  const numbers = new Set(shown.map(([, number]) => number));
  dimText(numbers);
  one("#shown").textContent = t("page.shown", String(shown.length), String(reportNow().records.length));
  if (numbers.has(state.selected)) lightText(state.selected);
  else unlightText();
};

// A change of state, and what it draws again: all, or the rows and charts; focus stays where it was.
const change = (alter, { all = false, filters: withFilters = true } = {}) => {
  const focused = pathOf(document.activeElement);
  alter();
  if (all || !reportNow()) draw();
  else redraw({ filters: withFilters });
  if (focused && !document.activeElement?.closest("#app")) one(focused)?.focus({ preventScroll: true });
};

const pathOf = (node) => {
  if (!node?.closest("#app")) return null;
  if (node.id) return `#${node.id}`;
  for (const name of ["data-kind", "data-facet"]) if (node.hasAttribute(name)) return `[${name}="${node.getAttribute(name)}"]`;
  return node.matches(".language, .report-tab") ? `.${node.className}[aria-pressed="true"]` : null;
};

const openReport = (key) => {
  resetFilters();
  Object.assign(state, { report: key, selected: null, tab: "rows" });
};

const setRow = (number, chosen) => {
  const row = one(`.row[data-record="${number}"]`);
  if (!row) return;
  row.classList.toggle("selected", chosen);
  row.querySelector(".summary").setAttribute("aria-expanded", String(chosen));
  const details = row.querySelector(".details");
  details.hidden = !chosen;
  details.replaceChildren(...(chosen ? filled(document.createDocumentFragment(), {}, detailsOf(reportNow().records[number], number)).childNodes : []));
};

const select = (number, { from }) => {
  if (!matches(reportNow().records[number])) resetFilters();
  const before = state.selected;
  Object.assign(state, { selected: number });
  const elsewhere = state.tab !== "rows" && from !== "chart";
  if (elsewhere || !one(`.row[data-record="${number}"]`)) change(() => (state.tab = "rows"), { all: true });
  if (before !== null && before !== number) setRow(before, false);
  setRow(number, true);
  lightText(number);
  arrive(number, from);
};

const arrive = (number, from) => {
  const row = one(`#row-${number}`);
  row.focus({ preventScroll: true });
  if (from !== "row") row.closest(".row").scrollIntoView({ block: "nearest", behavior: motion() });
  if (from !== "text") goToText(number);
  history.replaceState(null, "", addressOf(state.report, reportNow().records[number]));
};

const unselect = ({ keep = false } = {}) => {
  const before = state.selected;
  state.selected = null;
  unlightText();
  setRow(before, false);
  if (!keep) one(`#row-${before}`)?.focus({ preventScroll: true });
};

const escape = () => {
  if (document.activeElement?.id === "search") {
    if (state.query) change(() => (state.query = ""));
    document.activeElement.blur();
  } else if (state.selected !== null) unselect();
};

const step = (by) => {
  const next = neighbour(by);
  if (next !== undefined) select(next, { from: "key" });
};

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  "/": () => one("#search").focus(),
  Escape: escape,
};

const typing = (node) => node?.matches("input, select, textarea");
const onRows = (key, node) => !key.startsWith("Arrow") || node?.closest(".rows");

document.addEventListener("keydown", (event) => {
  const action = Object.hasOwn(ACTIONS, event.key) ? ACTIONS[event.key] : null;
  if (!action || !reportNow() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) && event.key !== "Escape") return;
  if (!onRows(event.key, event.target)) return;
  event.preventDefault();
  action();
});

// An address that ends with #0-t3 leads to the record t3 of the first report.
const addressOf = (report, record) => `#${report}-${encodeURIComponent(record.id)}`;

const followAddress = () => {
  const wanted = location.hash;
  const [, number, report] = everything().find(([record, , at]) => addressOf(at, record) === wanted) ?? [];
  if (number === undefined) return;
  change(() => openReport(report), { all: true });
  select(number, { from: "link" });
};

if (data.reports.length !== 1) state.report = "all";
draw();
followAddress();
