// Words: what a reader is told, in the language of choice, and how the values of a record are written.

const state = {
  lang: navigator.language.startsWith("zh") ? 0 : 1,
  report: 0,
  tab: "rows",
  selected: null,
  query: "",
  off: new Set(),
  facets: {},
};

const has = (key) => Object.hasOwn(data.strings, key);
const t = (key, ...values) =>
  values.reduce((words, value, at) => words.replace(`{${at}}`, () => value), has(key) ? data.strings[key][state.lang] : key);
const termOf = (field, value) => (has(`${field}.${value}`) ? t(`${field}.${value}`) : String(value));
const indicatorOf = (record) => (record.indicator ? termOf("indicator", record.indicator) : t("indicator.none"));

// Digits are grouped as text: a decimal never becomes a float.
const grouped = (number) => {
  const [whole, rest] = String(number).split(".");
  const spaced = whole.replace(/\B(?=([0-9]{3})+$)/g, ",");
  return rest === undefined ? spaced : `${spaced}.${rest}`;
};

const rangeOf = (low, high) => (high === null || high === undefined ? grouped(low) : `${grouped(low)}–${grouped(high)}`);

const lengthOf = ({ value, value_max: most, unit }) => {
  const one = value === "1" && !most && has(`unit.${unit}.one`) ? ".one" : "";
  return unit === "%" ? `${grouped(value)}%` : t(`unit.${unit}${one}`, rangeOf(value, most));
};

const boundOf = (record) => ({ about: "≈ ", at_least: "≥ ", at_most: "≤ " })[record.fields.bound] ?? "";

const limitWords = (record) => {
  const { before, after, reduction, immediacy } = record.fields;
  const now = after ? boundOf(record) + lengthOf(after) : immediacy ? termOf("immediacy", immediacy) : null;
  if (before && now) return `${lengthOf(before)} → ${now}`;
  if (now) return now;
  return reduction ? `− ${lengthOf(reduction)}` : before ? lengthOf(before) : record.anchor.text;
};

const placeWords = ({ position, position_max: last, tier, scope_size: size }) => {
  if (tier && !position) return tier;
  if (!position) return "";
  const range = position === 1 ? t("rank.top", last) : t("rank.range", position, last);
  const place = last ? range : t("rank.place", position);
  return size ? `${place} / ${size}` : place;
};

const rankWords = (record) => {
  const { scope, previous, moved, streak } = record.fields;
  const way = previous ? `${t("rank.place", previous)} → ` : "";
  const gain = moved ? ` ${moved > 0 ? "↑" : "↓"}${Math.abs(moved)}` : "";
  const again = streak ? ` · ${t("rank.streak", streak)}` : "";
  return `${scope ? `${scope} ` : ""}${way}${placeWords(record.fields) || record.anchor.text}${gain}${again}`;
};

const amountOf = ({ value, value_max: most, unit }) => (unit === "%" ? `${rangeOf(value, most)}%` : `${rangeOf(value, most)} ${unit}`);

const outcomeWords = (record) => {
  const { change, basis, from_value: from } = record.fields;
  const arrow = { increase: "↑ ", decrease: "↓ " }[change] ?? "";
  const against = change && basis ? `${termOf("basis", basis)} ` : "";
  return `${against}${arrow}${from ? `${grouped(from)} → ` : ""}${record.anchor.text}`;
};

const noveltyOf = ({ scope, claim }) => [scope, termOf("novelty", claim)].filter(Boolean).join(["", " "][state.lang]);
const measureWords = ({ fields }) => [termOf("action", fields.action), fields.novelty && noveltyOf(fields.novelty)].filter(Boolean).join(" · ");

const SUMMARY = {
  measure: [(record) => record.fields.object, measureWords],
  outcome: [(record) => record.fields.metric, outcomeWords],
  ranking: [(record) => record.fields.subject, rankWords],
  time_limit: [(record) => record.fields.service, limitWords],
};
const KINDS = ["time_limit", "ranking", "outcome", "measure"];
const nameOf = (record) => SUMMARY[record.kind][0](record);
const valueOf = (record) => SUMMARY[record.kind][1](record);

const periodOf = ({ period }) => {
  if (!period) return null;
  const [start, end] = [period.start ?? "…", period.end ?? "…"];
  return start === end ? start : `${start} – ${end}`;
};

const WRITTEN = {
  before: lengthOf,
  after: lengthOf,
  reduction: lengthOf,
  novelty: noveltyOf,
  value: grouped,
  value_max: grouped,
  from_value: grouped,
};
const fieldValue = (field, value) => (WRITTEN[field] ?? ((plainly) => termOf(field, plainly)))(value);

const titleOf = (report) => report.metadata.title ?? report.source.uri?.split("/").pop() ?? t("page.untitled");
const shortOf = (report) => report.metadata.place?.name ?? titleOf(report);
