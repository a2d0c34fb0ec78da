// Charts: rows of a label, a drawing and the words of the value. Drawings are as wide as the page lets them, in per cent.

const HOURS = { second: 1 / 3600, minute: 1 / 60, hour: 1, workday: 24, day: 24, week: 168, month: 730, year: 8760 };
const LIMIT_TICKS = [["minute", "1"], ["hour", "1"], ["day", "1"], ["day", "10"], ["day", "100"], ["year", "1"]];
const MARGIN = 3;

const hoursOf = ({ value, unit }) => Number(value) * HOURS[unit];
const percent = (share) => `${(MARGIN + share * (100 - 2 * MARGIN)).toFixed(2)}%`;
const scaleOf = (low, high, bend = (value) => value) => (value) =>
  percent(high > low ? (bend(Math.min(Math.max(value, low), high)) - bend(low)) / (bend(high) - bend(low)) : 0.5);

const lineAt = (x, className) => svg("line", { class: className, x1: x, x2: x, y1: "0", y2: "100%" });
const stroke = (from, to, className) => svg("line", { class: className, x1: from, x2: to, y1: "50%", y2: "50%" });
const dot = (x, className) => svg("circle", { class: className, cx: x, cy: "50%", r: "5" });

const plot = (ticks, ...shapes) => svg("svg", { class: "plot", "aria-hidden": "true" }, ticks.map(([x]) => lineAt(x, "tick")), shapes);

const axis = (ticks) =>
  svg("svg", { class: "axis", "aria-hidden": "true" }, ticks.map(([x, words]) => svg("text", { x, y: "12", "text-anchor": "middle" }, words)));

const axisRow = (ticks) => el("div", { class: "axis-row" }, el("span", {}), axis(ticks), el("span", {}));

const chartRow = (label, drawing, value, onclick, className = "") =>
  button(`chart-row ${className}`, onclick, el("span", { class: "chart-label" }, label), drawing, el("span", { class: "chart-value" }, value));

const figure = (name, note, ...content) =>
  el("figure", { class: `chart ${name}` }, el("figcaption", {}, el("h3", {}, t(`chart.${name}`)), el("p", {}, note)), content);

const goTo = ([, number, report]) => () => {
  if (report !== undefined && report !== state.report) change(() => openReport(report), { all: true });
  select(number, { from: "chart" });
};

// Records by their indicator, in the order of the national evaluation; those with none at the end.
const rank = ({ indicator }) => (data.indicators.indexOf(indicator) + 1 || data.indicators.length + 1);

const byIndicator = (records) => {
  const groups = new Map();
  for (const item of [...records].sort(([a], [b]) => rank(a) - rank(b))) {
    const name = indicatorOf(item[0]);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups];
};

const grouping = (records, row) =>
  byIndicator(records).map(([name, items]) => [el("h4", {}, name), items.map(row)]);

// Time limits: where a procedure stood, and where it stands now.

const nowOf = ({ after, immediacy }) => (after ? hoursOf(after) : immediacy === "same_day" ? 24 : null);
const atOnce = (status) => svg("rect", { class: `now time_limit ${status}`, x: "0", y: "25%", width: "5", height: "50%" });
const drawable = ([{ fields }]) => fields.after || fields.before || fields.immediacy;

const limitDomain = (records) => {
  const hours = records.flatMap(([{ fields }]) => [fields.before, fields.after].filter(Boolean).map(hoursOf)).filter((each) => each > 0);
  return [Math.min(1, ...hours), Math.max(24, ...hours)];
};

const dumbbell = ({ fields, status }, scale, ticks) => {
  const [before, now] = [fields.before ? hoursOf(fields.before) : null, nowOf(fields)];
  return plot(
    ticks,
    before !== null && now !== null ? stroke(scale(before), scale(now), `span time_limit ${status}`) : null,
    before === null ? null : dot(scale(before), "before"),
    now === null ? null : dot(scale(now), `now time_limit ${status}`),
    now === null && fields.immediacy ? atOnce(status) : null,
  );
};

const limitChart = (records, label = nameOf) => {
  const drawn = records.filter(([record]) => record.kind === "time_limit").filter(drawable);
  if (!drawn.length) return null;
  const [low, high] = limitDomain(drawn);
  const scale = scaleOf(low, high, Math.log);
  const within = LIMIT_TICKS.filter(([unit, value]) => HOURS[unit] * value >= low && HOURS[unit] * value <= high);
  const ticks = within.map(([unit, value]) => [scale(HOURS[unit] * value), lengthOf({ unit, value })]);
  const row = (item) => chartRow(label(item[0], item[2]), dumbbell(item[0], scale, ticks), valueOf(item[0]), goTo(item), item[0].status);
  return figure("limits", t("chart.limits.note"), axisRow(ticks), grouping(drawn, row));
};

// Outcomes: shares on a scale to 100 %, changes to the left and right of none.

const isShare = ({ kind, fields }) => kind === "outcome" && fields.dimension === "ratio" && !fields.change && fields.unit === "%";
const isChange = ({ kind, fields }) =>
  kind === "outcome" && fields.change && (fields.unit === "%" || fields.dimension === "percentage_point");

const ticksAt = (scale, values, words) => values.map((value) => [scale(value), words(value)]);

const shareChart = (records) => {
  const drawn = records.filter(([record]) => isShare(record));
  if (!drawn.length) return null;
  const scale = scaleOf(0, 100);
  const ticks = ticksAt(scale, [0, 25, 50, 75, 100], (value) => `${value}%`);
  const bar = ({ fields, status }) => plot(ticks, stroke(scale(0), scale(Number(fields.value)), `bar outcome ${status}`));
  const row = (item) => chartRow(nameOf(item[0]), bar(item[0]), boundOf(item[0]) + amountOf(item[0].fields), goTo(item), item[0].status);
  return figure("shares", t("chart.shares.note"), axisRow(ticks), grouping(drawn, row));
};

const bent = (value) => Math.sign(value) * Math.sqrt(Math.abs(value));
const signed = ({ fields }) => (fields.change === "decrease" ? -1 : 1) * Number(fields.value);

const changeWords = (record) => {
  const sign = record.fields.change === "decrease" ? "−" : "+";
  const basis = record.fields.basis ? `${termOf("basis", record.fields.basis)} ` : "";
  return `${basis}${sign}${amountOf(record.fields)}`;
};

const changeChart = (records) => {
  const drawn = records.filter(([record]) => isChange(record));
  if (!drawn.length) return null;
  const values = drawn.map(([record]) => signed(record));
  const [low, high] = [Math.min(-1, ...values), Math.max(1, ...values)];
  const scale = scaleOf(low, high, bent);
  const ticks = ticksAt(scale, [-50, -10, 0, 10, 50, 100, 500].filter((each) => each >= low && each <= high), (value) => `${value}%`);
  const lollipop = (record) => [stroke(scale(0), scale(signed(record)), "stem outcome"), dot(scale(signed(record)), `now outcome ${record.status}`)];
  const drawing = (record) => plot(ticks, lineAt(scale(0), "zero"), lollipop(record));
  const row = (item) => chartRow(nameOf(item[0]), drawing(item[0]), changeWords(item[0]), goTo(item), item[0].status);
  return figure("changes", t("chart.changes.note"), axisRow(ticks), grouping(drawn, row));
};

// Rankings: the first place at the left; an arrow from the place before.

const lastOf = ({ position, position_max: last, previous, scope_size: size }) => Math.max(position ?? 1, last ?? 1, previous ?? 1, size ?? 1);

const placing = ({ fields, status }, scale, ticks) => {
  const { position, position_max: last, previous, scope_size: size } = fields;
  return plot(
    ticks,
    size ? stroke(scale(1), scale(size), "field-of") : null,
    previous && position ? stroke(scale(previous), scale(position), "span ranking") : null,
    previous ? dot(scale(previous), "before") : null,
    last ? stroke(scale(position ?? 1), scale(last), `bar ranking ${status}`) : null,
    position && !last ? dot(scale(position), `now ranking ${status}`) : null,
  );
};

const rankChart = (records, label = nameOf) => {
  const drawn = records.filter(([record]) => record.kind === "ranking");
  if (!drawn.length) return null;
  const high = Math.max(10, ...drawn.map(([record]) => lastOf(record.fields)));
  const scale = scaleOf(1, high, Math.log);
  const ticks = ticksAt(scale, [1, 2, 3, 5, 10, 20, 50, 100, 300].filter((each) => each <= high), String);
  const row = (item) => chartRow(label(item[0], item[2]), placing(item[0], scale, ticks), rankWords(item[0]), goTo(item), item[0].status);
  return figure("rankings", t("chart.rankings.note"), axisRow(ticks), grouping(drawn, row));
};

// Timeline: the periods that records are about, one row each; a click shows their records.

const dayOf = (date) => Date.parse(`${date}T00:00:00Z`) / 864e5;

const periodsOf = (records) => {
  const periods = new Map();
  for (const [record] of records.filter(([each]) => each.period && (each.period.start || each.period.end))) {
    const key = FACETS.period(record);
    periods.set(key, [...(periods.get(key) ?? []), record]);
  }
  return [...periods].sort(([a], [b]) => lastDay(a) - lastDay(b) || (a < b ? -1 : 1));
};

const lastDay = (key) => dayOf(key.split("/")[1] || key.split("/")[0]);

const yearTicks = (low, high, scale) => {
  const [first, last] = [low, high].map((day) => new Date(day * 864e5).getUTCFullYear());
  const step = Math.ceil((last - first + 1) / 8);
  const years = Array.from({ length: last - first + 2 }, (_, at) => first + at).filter((year) => (year - first) % step === 0);
  return years.map((year) => [dayOf(`${year}-01-01`), year]).filter(([day]) => day >= low && day <= high).map(([day, year]) => [scale(day), year]);
};

const stretch = (key, scale, low, high, ticks) => {
  const [start, end] = key.split("/");
  const open = !start || !end ? " open" : "";
  const [from, to] = [start ? dayOf(start) : low, end ? dayOf(end) + 1 : high];
  const closing = [start ? null : dot(scale(to), "now period"), end ? null : dot(scale(from), "now period")];
  return plot(ticks, stroke(scale(from), scale(to), `bar period${open}`), open ? closing : null);
};

const timeDomain = (periods) => {
  const days = periods.flatMap(([key]) => key.split("/").filter(Boolean).map(dayOf));
  const years = [Math.min(...days), Math.max(...days)].map((day) => new Date(day * 864e5).getUTCFullYear());
  return [dayOf(`${years[0]}-01-01`), dayOf(`${years[1] + 1}-01-01`)];
};

const timeline = (records) => {
  const periods = periodsOf(records);
  if (!periods.length) return null;
  const [low, high] = timeDomain(periods);
  const scale = scaleOf(low, high);
  const ticks = yearTicks(low, high, scale);
  const row = ([key, found]) => {
    const onclick = () => change(() => (setFacet("period", key), (state.tab = "rows")), { all: true });
    return chartRow(found[0].period.text, stretch(key, scale, low, high, ticks), t("chart.count", String(found.length)), onclick);
  };
  return figure("timeline", t("chart.timeline.note"), axisRow(ticks), periods.map(row));
};

// Coverage: how many records of each kind an indicator has.

const cell = (count, most, kind, indicator) => {
  const radius = 5 + 9 * Math.sqrt(count / most);
  const onclick = () => change(() => showOnly(kind, indicator), { all: true });
  const bubble = svg("svg", { class: "bubble", "aria-hidden": "true" }, svg("circle", { class: kind, cx: "50%", cy: "50%", r: radius.toFixed(1) }));
  return el("td", {}, count ? button("cell", onclick, bubble, el("span", {}, count)) : null);
};

const showOnly = (kind, indicator) => {
  resetFilters();
  KINDS.filter((each) => each !== kind).forEach((each) => state.off.add(each));
  setFacet("indicator", indicator);
  state.tab = "rows";
};

const coverage = (records) => {
  const groups = byIndicator(records);
  const tally = ([, items]) => counted(items.map(([record]) => record.kind));
  const most = Math.max(1, ...groups.flatMap((group) => [...tally(group).values()]));
  const row = (group) => {
    const [counts, value] = [tally(group), group[1][0][0].indicator ?? "none"];
    return el("tr", {}, el("th", { scope: "row" }, group[0]), KINDS.map((kind) => cell(counts.get(kind) ?? 0, most, kind, value)));
  };
  const head = el("tr", {}, el("td", {}), KINDS.map((kind) => el("th", { scope: "col" }, t(`kind.${kind}`))));
  return groups.length ? figure("coverage", t("chart.coverage.note"), el("table", {}, el("thead", {}, head), el("tbody", {}, groups.map(row)))) : null;
};

const chartsOf = (records) => {
  const drawn = [limitChart(records), rankChart(records), shareChart(records), changeChart(records), timeline(records), coverage(records)];
  return drawn.some(Boolean) ? drawn : el("p", { class: "none" }, t("page.nothing"));
};
