// Rows: the filters, and the records that pass them, each with what is known of it on demand.

const legendButton = (kind, counts) => {
  const props = {
    type: "button",
    class: `kind ${kind}`,
    "aria-pressed": String(!state.off.has(kind)),
    "data-kind": kind,
    onclick: () => change(() => toggleKind(kind)),
  };
  const sample = el("span", { class: `sample ${kind}`, "aria-hidden": "true" }, t("page.sample"));
  return el("button", props, sample, t(`kind.${kind}`), el("span", { class: "count" }, counts.get(kind) ?? 0));
};

const legend = (report) => {
  const counts = counted(report.records.map((record) => record.kind));
  return el("div", { class: "kinds", role: "group", "aria-label": t("page.kinds") }, KINDS.map((kind) => legendButton(kind, counts)));
};

const facetWords = (facet, value) => {
  const sections = reportNow().sections;
  if (facet === "status") return t(`status.${value}`);
  if (facet === "indicator") return termOf("indicator", value);
  if (value === "") return t("facet.none");
  if (facet === "section") return sections[value] ? `${"　".repeat(sections[value].level - 1)}${sections[value].title}` : value;
  return facet === "period" ? value.split("/").map((day) => day || "…").join(" – ") : value;
};

const ordered = (facet, values) => (facet === "section" ? values.sort((a, b) => Number(a) - Number(b)) : values.sort());

const facetSelect = (facet) => {
  const counts = counted(reportNow().records.map(FACETS[facet]));
  const options = ordered(facet, [...counts.keys()]).map((value) =>
    el("option", { value: `=${value}`, selected: state.facets[facet] === value }, `${facetWords(facet, value)} (${counts.get(value)})`),
  );
  const onchange = (event) => change(() => setFacet(facet, event.target.value === "" ? null : event.target.value.slice(1)));
  const props = { "data-facet": facet, class: facet in state.facets ? "active" : null, onchange, "aria-label": t(`facet.${facet}`) };
  return el("select", props, el("option", { value: "" }, t(`facet.${facet}`)), options);
};

const searchBox = () => {
  const oninput = (event) => change(() => (state.query = event.target.value), { filters: false });
  const props = { type: "search", id: "search", value: state.query, placeholder: t("page.search"), "aria-label": t("page.search"), oninput };
  return el("input", { ...props, autocomplete: "off", spellcheck: "false" });
};

const filters = () =>
  el(
    "div",
    { class: "filters", role: "search", "aria-label": t("page.filters") },
    legend(reportNow()),
    el("div", { class: "facets" }, Object.keys(FACETS).map(facetSelect), searchBox()),
    el("p", { class: "shown" }, el("span", { id: "shown", role: "status" }), button("reset", () => change(resetFilters), t("page.reset"))),
  );

const tagsOf = (record) => {
  const own = record.place?.name !== reportNow().metadata.place?.name ? record.place?.name : null;
  const average = record.fields.statistic === "average" ? t("statistic.average") : null;
  const plainTags = [record.indicator ? indicatorOf(record) : null, record.period?.text, own, average].filter(Boolean);
  return el(
    "span",
    { class: "tags" },
    record.status === "target" ? el("span", { class: "tag target" }, t("status.target")) : null,
    plainTags.map((words) => el("span", { class: "tag" }, words)),
  );
};

const rowOf = ([record, number]) => {
  const chosen = number === state.selected;
  const props = {
    type: "button",
    class: "summary",
    id: `row-${number}`,
    "aria-expanded": String(chosen),
    "aria-controls": `details-${number}`,
    onclick: () => (state.selected === number ? unselect({ keep: true }) : select(number, { from: "row" })),
  };
  const id = el("span", { class: `id ${record.kind} ${record.status}` }, record.id);
  const summary = el("button", props, id, el("span", { class: "name" }, nameOf(record)), el("span", { class: "value" }, valueOf(record)), tagsOf(record));
  const details = el("div", { class: "details", id: `details-${number}`, hidden: !chosen }, chosen ? detailsOf(record, number) : null);
  return el("li", { class: `row${chosen ? " selected" : ""}`, "data-record": number }, summary, details);
};

const rowList = () => {
  const shown = shownNow();
  return shown.length
    ? el("ol", { class: "rows", "aria-label": t("page.rows") }, shown.map(rowOf))
    : el("p", { class: "none" }, t("page.nothing"));
};

// Details: each field, its value, and the words it was read from; what was inherited says so.

const quoteOf = (record, number, field) => {
  const span = record.spans[field];
  if (!span) return el("span", { class: "inherited" }, t("details.inherited"));
  const words = wordsAt(...span);
  return button("quote", () => flashField(number, field), el("q", {}, words), el("span", { class: "offsets" }, span.join("–")));
};

const entry = (label, value, quote) => [el("dt", {}, label), el("dd", {}, el("span", { class: "field-value" }, value), quote)];

const linkTo = (id) => {
  const number = reportNow().records.findIndex((record) => record.id === id);
  return number < 0 ? id : button("link", () => select(number, { from: "link" }), `${id} ${nameOf(reportNow().records[number])}`);
};

const ownEntries = (record, number) =>
  Object.entries(record.fields)
    .filter(([, value]) => value !== null)
    .map(([field, value]) =>
      field === "measure_id"
        ? entry(t("field.measure_id"), linkTo(value), null)
        : entry(t(`field.${field}`), fieldValue(field, value), field in record.spans ? quoteOf(record, number, field) : null),
    );

const sharedEntries = (record, number) => {
  const place = record.place && [record.place.name, record.place.adcode].filter(Boolean).join(" ");
  const shared = { period: periodOf(record), place, status: t(`status.${record.status}`), indicator: record.indicator && indicatorOf(record) };
  return Object.entries(shared)
    .filter(([, value]) => value)
    .map(([field, value]) => {
      const traced = field === "period" || field === "place" || field in record.spans;
      return entry(t(`field.${field}`), value, traced ? quoteOf(record, number, field) : null);
    });
};

const detailsOf = (record, number) => {
  const section = record.section === null ? null : reportNow().sections[record.section]?.title;
  return [
    el("dl", {}, ownEntries(record, number), sharedEntries(record, number), section ? entry(t("field.section"), section, null) : null),
    el(
      "p",
      { class: "rule" },
      record.page ? `${t("details.page", String(record.page))} · ` : null,
      `${t("details.rule")} `,
      el("code", {}, record.rule),
      ` · ${t("details.anchor")} `,
      button("quote", () => goToText(number), el("q", {}, record.anchor.text), el("span", { class: "offsets" }, `${record.anchor.start}–${record.anchor.end}`)),
    ),
  ];
};
