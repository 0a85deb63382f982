// Values of the record in words.

const words = (id) => { const text = id.replaceAll(/[-_/.]+/g, " ").trim(); return text.charAt(0).toUpperCase() + text.slice(1); };
const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const day = (date) => {
  const [year, month, number] = /^\d{4}-(0[1-9]|1[0-2])-\d\d$/.test(date) ? date.split("-").map(Number) : [];
  return year === undefined ? printable(date) : `${number} ${MONTHS[month - 1]} ${year}`;
};
/** A value that an object has itself, by whatever name the record gives. */
const own = (object, name) => Object.hasOwn(object, name) ? object[name] : undefined;
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const instant = (at) => {
  const parts = Object.fromEntries(clock.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
};
const pounds = (sum) => {
  const [, sign, whole, pence] = /^(-?)(\d+)(\.\d+)?$/.exec(sum) ?? [];
  if (whole === undefined) return printable(sum);
  return `${sign}£${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${pence ?? ""}`;
};
const grouped = (hex) => hex.match(/.{1,4}/g).join(" ");
const size = (bytes) => bytes < 1000 ? count(bytes, "byte") : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** A value of the record as plain data, for those who want it as it was recorded. */
const plain = (value) => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return Array.isArray(value) ? value.map(plain) : value;
};

/** A value in words. */
const shown = (value) => {
  if (value === true || value === false) return value ? "Yes" : "No";
  if (value === null) return "Nothing";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return /^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : typed(value);
  if (Array.isArray(value)) return listed(value);
  return named(value);
};
const named = (map) => {
  const [kind, inner] = map.size === 1 ? [...map][0] : [null, null];
  if (kind === "yes_no") return shown(inner);
  if (kind === "money" && typeof inner === "string") return pounds(inner);
  if (kind === "date" && typeof inner === "string") return shown(inner);
  if (kind === "choice" && typeof inner === "string") return typed(words(inner));
  if (kind === "text" || kind === "list") return shown(inner);
  return make("ul", {}, [...map].map(([key, value]) => make("li", {}, `${words(key)}: `, shown(value))));
};
const pairOf = ([name, value]) => [typed(words(name)), ": ", shown(value)];
const isPair = (value) => Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
const listed = (list) => {
  if (list.length === 0) return "None";
  if (list.every(isPair)) return make("ul", {}, list.map((pair) => make("li", {}, pairOf(pair))));
  // An item of a list of the case is pairs itself: one line for each item.
  if (list.every((item) => Array.isArray(item) && item.length > 0 && item.every(isPair))) {
    return make("ol", {}, list.map((item) => make("li", {}, item.flatMap((pair, at) => [at ? "; " : "", ...pairOf(pair)]))));
  }
  return make("ol", {}, list.map((item) => make("li", {}, shown(item))));
};
