// Elements of the page. Text from the record is only ever set as text.

const data = JSON.parse(document.getElementById("data").textContent);
const place = (id) => document.getElementById(id);
/** From how many entries on the timeline is shown a part at a time, and how large a part is. */
const MANY = 500, PART = 250;

/** Makes an element with attributes and content; text is text, never markup. */
const make = (name, attributes = {}, ...content) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== null) element.setAttribute(key, value);
  element.append(...content.flat().filter((part) => part !== null && part !== undefined));
  return element;
};
const fill = (id, ...content) => place(id).replaceChildren(...content.flat());
const unseen = (text) => make("span", { class: "unseen" }, text);

// Controls, marks that turn the direction of writing, and what is no character: shown by their number, so that nothing hides.
const ODD = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/g;
const printable = (text) => text.replace(ODD, (character) => `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
/** What somebody typed, kept apart from the words around it in its direction. */
const typed = (text) => make("bdi", {}, printable(text));
