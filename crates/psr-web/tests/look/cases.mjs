// What each component is rendered with. Some of the text would be markup if it were not escaped.

export const HOSTILE = `<script>alert("x")</script> & 'O"Neill' <b>`;
const T = HOSTILE;
const markup = "<p>Markup of our own</p>";

const choices = [
  { value: "yes", text: "Yes", hint: T, checked: true, conditional: markup },
  { divider: "or" },
  { value: T, text: T },
  { value: "c", text: "Third", conditional: markup },
];

const cases = {
  action_link: [[{ text: "Start", href: "/cases/new" }], [{ text: T, href: `/?a=1&b="${T}"` }]],
  back_link: [[{ text: "Back", href: "/cases" }], [{ text: T, href: `/?a=1&b="` }]],
  breadcrumbs: [
    [{ items: [{ text: "Cases", href: "/cases" }, { text: "EX-1", href: "/cases/EX-1" }] }],
    [{ items: [{ text: T, href: "/?a=1&b=2" }], current: T }],
  ],
  button: [
    [{ text: "Continue" }],
    [{ text: T, name: "then", value: T, prevent_double: true, warning: true, classes: "one two" }],
    [{ text: T, href: "/?a=1&b=2", secondary: true }],
    [{ text: "Look", type: "button" }],
  ],
  card: [[{ heading: "Cases", text: "All of them", href: "/cases" }], [{ heading: T, text: T, heading_level: 3 }], [{ heading: "Cases" }, markup]],
  character_count: [
    [{ name: "why", label: "Why?", max_length: 4000 }],
    [{ name: "why", label: T, value: T, hint: T, error: T, rows: 8, max_words: 200, threshold: 75, draft: "EX-1:why", label_is_heading: true }],
  ],
  checkboxes: [
    [{ name: "which", legend: "Which?", items: choices }],
    [{ name: "which", legend: T, hint: T, error: T, legend_is_heading: true, items: [{ value: "a", text: T }] }],
  ],
  date_input: [
    [{ name: "opened", legend: "When was it opened?" }],
    [{ name: "opened", legend: T, hint: T, error: T, day: "31", month: T, year: "2026", legend_is_heading: true }],
    [{ name: "opened", legend: "When?", error: "Enter a year", day: "31", error_fields: ["year"] }],
  ],
  details: [[{ summary: "What this means", text: "Much" }], [{ summary: T, text: T, open: true }], [{ summary: T }, markup]],
  error_message: [[{ text: "Say why", id: "why-error" }], [{ text: T }]],
  error_summary: [
    [{ errors: [{ text: "Say why", href: "#why" }] }],
    [{ title: T, errors: [{ text: T, href: `#"why` }, { text: T }] }],
  ],
  fieldset: [[{ legend: "Address" }, markup], [{ legend: T, legend_is_heading: true, role: "group" }, markup]],
  file_upload: [
    [{ name: "paper", label: "Paper" }],
    [{ name: "paper", label: T, hint: T, error: T, multiple: true, label_is_heading: true }],
  ],
  footer: [[{ links: [{ text: "Help", href: "/help" }] }], [{ links: [{ text: T, href: "/?a=1&b=2" }], note: T }]],
  header: [
    [{ service_name: "Provider selection record" }],
    [
      {
        service_name: T,
        href: "/?a=1&b=2",
        navigation: [{ text: T, href: "/a", current: true }, { text: "B", href: "/b" }],
        account: { name: T, csrf: T },
      },
    ],
  ],
  hint: [[{ text: "As in the notice", id: "why-hint" }], [{ text: T, classes: "one" }]],
  input: [
    [{ name: "title", label: "Title" }],
    [
      {
        name: "sum", label: T, value: T, hint: T, error: T, classes: "nhsuk-input--width-10", inputmode: "decimal", autocomplete: "off",
        prefix: "£", suffix: T, spellcheck: false, label_is_heading: true,
      },
    ],
    [{ name: "secret", label: "Password", type: "password", suffix: "!", label_size: "m" }],
    [{ name: "sum", label: "Sum", prefix: "£", value: "0", spellcheck: true }],
  ],
  inset_text: [[{ text: "Note" }], [{ text: T }], [{}, markup]],
  label: [[{ text: "Title", field: "title" }], [{ text: T, field: "title", is_heading: true }]],
  notification_banner: [[{ title: "Done", text: "It is on record", success: true }], [{ title: T, text: T }], [{ title: T }, markup]],
  pagination: [
    [{ previous: { href: "/?page=1" }, next: { href: "/?page=3" } }],
    [{ previous: { href: "/?a=1&b=2", text: T } }],
    [{ next: { href: "/?a=1&b=2", text: T } }],
  ],
  radios: [
    [{ name: "which", legend: "Which?", items: choices }],
    [{ name: "which", legend: T, hint: T, error: T, legend_is_heading: true, inline: true, items: [{ value: "a", text: T }] }],
  ],
  select: [
    [{ name: "process", label: "Process", items: [{ value: "a", text: "A" }, { value: "b", text: "B", selected: true }] }],
    [{ name: "process", label: T, hint: T, error: T, label_is_heading: true, items: [{ value: T, text: T }, { value: "", text: "None" }] }],
  ],
  skip_link: [[{}], [{ text: T, href: `#"` }]],
  summary_list: [
    [{ rows: [{ key: "Title", value: "Community nursing" }, { key: "Sum", html: markup }] }],
    [
      {
        rows: [
          { key: T, value: T, actions: [{ text: "Change", href: "/?a=1&b=2", hidden: T }] },
          { key: "Two", value: "2", actions: [{ text: "Change", href: "/c", hidden: "two" }, { text: "Remove", href: "/r" }] },
          { key: "None", value: "0" },
        ],
      },
    ],
  ],
  table: [
    [{ caption: "Cases", head: ["Case", { text: "Sum", numeric: true }], rows: [["EX-1", { text: 12, numeric: true }]] }],
    [
      {
        caption: T, caption_size: "m", row_headers: false, head: [T, { text: T }],
        rows: [[{ text: T, href: "/?a=1&b=2" }, { html: markup, numeric: true }], [T, { text: T }]],
      },
    ],
  ],
  tag: [[{ text: "Open", colour: "green" }], [{ text: T }]],
  task_list: [
    [{ items: [{ title: "Answer", href: "/a", hint: "12 questions", status: { text: "Open", colour: "blue" } }, { title: "Sign", status: { text: "Not yet" } }] }],
    [{ id: "jobs", items: [{ title: T, href: "/?a=1&b=2", hint: T, status: { text: T } }, { title: T, hint: T, status: { text: T, colour: "grey" } }] }],
  ],
  textarea: [
    [{ name: "why", label: "Why?", rows: 3 }],
    [{ name: "why", label: T, value: `${T}\n\n${T}`, hint: T, error: T, rows: 8, draft: `EX-1:"why"`, label_is_heading: true }],
  ],
  warning_callout: [[{ heading: "Before you sign", text: "Read it" }], [{ heading: T, text: T, heading_level: 2 }], [{ heading: "Stop" }, markup]],
};

export default Object.entries(cases).flatMap(([component, given]) => given.map(([args, body]) => ({ component, arguments: args, body })));
