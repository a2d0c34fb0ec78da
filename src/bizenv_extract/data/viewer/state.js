// State: which report, which records of it, which one. Whoever draws asks here; main.js draws again after a change.

const FACETS = {
  status: (record) => record.status,
  indicator: (record) => record.indicator ?? "none",
  place: (record) => record.place?.name ?? "",
  section: (record) => (record.section === null ? "" : String(record.section)),
  period: (record) => (record.period ? `${record.period.start ?? ""}/${record.period.end ?? ""}` : ""),
};

const reportNow = () => data.reports[state.report] ?? null;

const factsOf = (record) =>
  [record.id, nameOf(record), valueOf(record), record.anchor.text, record.rule, record.indicator, record.place?.name]
    .filter(Boolean)
    .join("\n")
    .toLowerCase();

const matches = (record) =>
  !state.off.has(record.kind) &&
  Object.entries(state.facets).every(([facet, value]) => FACETS[facet](record) === value) &&
  factsOf(record).includes(state.query.trim().toLowerCase());

const shownNow = () => reportNow().records.map((record, number) => [record, number]).filter(([record]) => matches(record));

const counted = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const toggleKind = (kind) => {
  if (!state.off.delete(kind)) state.off.add(kind);
};

const setFacet = (facet, value) => {
  if (value === null) delete state.facets[facet];
  else state.facets[facet] = value;
};

const resetFilters = () => {
  state.off.clear();
  state.facets = {};
  state.query = "";
};

// The neighbour of the selected record among those shown; the first one where none is selected.
const neighbour = (step) => {
  const numbers = shownNow().map(([, number]) => number);
  const at = numbers.indexOf(state.selected);
  if (at >= 0) return numbers[Math.min(Math.max(at + step, 0), numbers.length - 1)];
  const after = numbers.findIndex((number) => number > (state.selected ?? -1));
  return step > 0 ? numbers[after] ?? numbers.at(-1) : numbers[Math.max((after < 0 ? numbers.length : after) - 1, 0)];
};
