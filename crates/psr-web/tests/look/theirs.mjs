// The same arguments for the NHS design system: each component gives its folder and its parameters there.

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const look = new URL("../../look/", import.meta.url);
const nunjucks = createRequire(look)("nunjucks");
const folder = fileURLToPath(new URL("node_modules/nhsuk-frontend/dist", look));
const environment = nunjucks.configure(folder, { autoescape: true, trimBlocks: true, lstripBlocks: true });
const safe = (html) => new nunjucks.runtime.SafeString(html);
const escaped = (text) => nunjucks.lib.escape(String(text));

const label = ({ label, label_is_heading: heading, label_size = "s" }) => ({
  text: label,
  size: heading ? "l" : label_size,
  isPageHeading: heading,
});
const fieldset = ({ legend, legend_is_heading: heading, legend_size = "s" }) => ({
  legend: { text: legend, size: heading ? "l" : legend_size, isPageHeading: heading },
});
const common = (a) => ({ name: a.name, hint: a.hint, errorMessage: a.error, classes: a.classes });
const field = (a) => ({ ...common(a), label: label(a), value: a.value });
const draft = (a) => (a.draft ? { "data-draft": a.draft } : undefined);
const choice = (a) => ({
  ...common(a),
  fieldset: fieldset(a),
  inline: a.inline,
  items: a.items.map((item) => ({ ...item, conditional: item.conditional && { html: item.conditional } })),
});
const text = (a) => ({ text: a.text });
const cell = (value) => {
  const c = typeof value === "object" ? value : { text: value };
  const html = c.href ? `<a class="nhsuk-link" href="${escaped(c.href)}">${escaped(c.text)}</a>` : c.html;
  return { ...(html === undefined ? { text: String(c.text) } : { html }), format: c.numeric ? "numeric" : undefined };
};

const components = {
  action_link: (a) => ["action-link", a],
  back_link: (a) => ["back-link", a],
  breadcrumbs: (a) => ["breadcrumb", { items: a.items }],
  button: (a) => [
    "button",
    {
      ...a,
      preventDoubleClick: a.prevent_double || undefined,
      variant: a.warning ? "warning" : a.secondary ? "secondary" : undefined,
    },
  ],
  card: (a) => ["card", { heading: { text: a.heading, level: a.heading_level }, description: a.text, href: a.href, clickable: Boolean(a.href), classes: a.classes }],
  character_count: (a) => [
    "character-count",
    { ...field(a), rows: a.rows, maxlength: a.max_length, maxwords: a.max_words, threshold: a.threshold, attributes: draft(a) },
  ],
  checkboxes: (a) => ["checkboxes", choice(a)],
  date_input: (a) => [
    "date-input",
    {
      ...common(a),
      id: a.name,
      fieldset: fieldset(a),
      items: ["day", "month", "year"].map((part) => ({
        id: `${a.name}-${part}`,
        name: `${a.name}-${part}`,
        label: part[0].toUpperCase() + part.slice(1),
        value: a[part],
        width: part === "year" ? 4 : 2,
        error: a.error_fields?.includes(part),
      })),
    },
  ],
  details: (a) => ["details", { summaryText: a.summary, text: a.text, open: a.open }],
  error_message: (a) => ["error-message", a],
  error_summary: (a) => ["error-summary", { titleText: a.title ?? "There is a problem", errorList: a.errors }],
  fieldset: (a) => ["fieldset", { ...fieldset(a), role: a.role, classes: a.classes }],
  file_upload: (a) => ["file-upload", { ...field(a), multiple: a.multiple }],
  footer: (a) => ["footer", { meta: a.links && { items: a.links }, copyright: { text: a.note ?? "" } }],
  header: (a) => [
    "header",
    {
      // A logo with a link of its own, so that it stands apart from the name and can be left out.
      logo: { href: "/logo" },
      service: { text: a.service_name, href: a.href ?? "/" },
      navigation: a.navigation && { items: a.navigation },
      account: a.account && { items: [{ text: a.account.name, icon: true }, { text: "Sign out", action: "/sign-out" }] },
    },
  ],
  hint: (a) => ["hint", a],
  input: (a) => [
    "input",
    { ...field(a), type: a.type, inputmode: a.inputmode, autocomplete: a.autocomplete, prefix: a.prefix, suffix: a.suffix, spellcheck: a.spellcheck },
  ],
  inset_text: (a) => ["inset-text", text(a)],
  label: (a) => ["label", { text: a.text, for: a.field, isPageHeading: a.is_heading, size: a.size ?? (a.is_heading ? "l" : undefined), classes: a.classes }],
  notification_banner: (a) => ["notification-banner", { title: a.title, text: a.text, variant: a.success ? "success" : undefined }],
  pagination: (a) => [
    "pagination",
    {
      previous: a.previous && { href: a.previous.href, labelText: a.previous.text },
      next: a.next && { href: a.next.href, labelText: a.next.text },
    },
  ],
  radios: (a) => ["radios", choice(a)],
  select: (a) => ["select", { ...field(a), items: a.items }],
  skip_link: (a) => ["skip-link", { text: "Skip to main content", href: "#maincontent", ...a }],
  summary_list: (a) => [
    "summary-list",
    {
      classes: a.classes,
      rows: a.rows.map((row) => ({
        key: { text: row.key },
        value: row.html === undefined ? { text: row.value } : { html: row.html },
        actions: row.actions && { items: row.actions.map((action) => ({ ...action, visuallyHiddenText: action.hidden })) },
      })),
    },
  ],
  table: (a) => [
    "tables",
    {
      scroll: true,
      caption: { text: a.caption, size: a.caption_size },
      firstCellIsHeader: a.row_headers ?? true,
      head: a.head?.map(cell),
      rows: a.rows.map((row) => row.map(cell)),
      classes: a.classes,
    },
  ],
  tag: (a) => ["tag", a],
  task_list: (a) => [
    "task-list",
    {
      idPrefix: a.id ?? "task",
      items: a.items.map((item) => ({
        title: { text: item.title },
        href: item.href,
        hint: item.hint && { text: item.hint },
        status: item.status?.colour ? { tag: item.status } : item.status,
      })),
    },
  ],
  textarea: (a) => ["textarea", { ...field(a), rows: a.rows, attributes: draft(a) }],
  warning_callout: (a) => ["warning-callout", { heading: { text: a.heading, level: a.heading_level ?? 2 }, text: a.text }],
};

const MACROS = { tables: "table" };

// Renders a component as the design system does.
export function theirs({ component, arguments: given, body }) {
  const [name, params] = components[component](given);
  const macro = MACROS[name] ?? name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const from = `{% from "nhsuk/components/${name}/macro.njk" import ${macro} %}`;
  const call = body === undefined ? `{{ ${macro}(params) }}` : `{% call ${macro}(params) %}{{ body }}{% endcall %}`;
  return environment.renderString(from + call, { params, body: body && safe(body) });
}
