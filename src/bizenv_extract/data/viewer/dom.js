// Elements. Words of a report only ever become text nodes and attributes, and what is not seen in them is named.

const data = JSON.parse(document.getElementById("data").textContent);
const HIDDEN = new RegExp(data.hidden, "u");
const HIDDEN_APART = new RegExp(`(${data.hidden})`, "u");
const SVG = "http://www.w3.org/2000/svg";

const codeOf = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

const plain = (text) =>
  String(text)
    .split(HIDDEN_APART)
    .map((part) => (HIDDEN.test(part) ? `⟦${codeOf(part)}⟧` : part))
    .join("");

const markOf = (character) => {
  const node = document.createElement("span");
  node.className = "hidden-mark";
  node.dataset.code = codeOf(character);
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", codeOf(character));
  return node;
};

const seen = (text) =>
  text
    .split(HIDDEN_APART)
    .filter((part) => part !== "")
    .map((part) => (HIDDEN.test(part) ? markOf(part) : part));

const set = (node, key, value) => {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else node.setAttribute(key, value === true ? "" : plain(value));
};

const shownIn = (node, child) => {
  if (child instanceof Node) return [child];
  return node.namespaceURI === SVG ? [plain(child)] : seen(String(child));
};

const filled = (node, props, children) => {
  for (const [key, value] of Object.entries(props)) set(node, key, value);
  const present = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  node.append(...present.flatMap((child) => shownIn(node, child)));
  return node;
};

const el = (name, props = {}, ...children) => filled(document.createElement(name), props, children);
const svg = (name, props = {}, ...children) => filled(document.createElementNS(SVG, name), props, children);

const button = (className, onclick, ...children) => el("button", { type: "button", class: className, onclick }, ...children);
