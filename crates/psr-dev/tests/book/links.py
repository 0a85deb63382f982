"""Follows every link and picture inside a book that was made, to the file and the heading: python3 links.py FOLDER"""
import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.leads, self.names = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.names.add(attributes.get("id"))
        # `<base>` says where the page for missing pages stands on a server.
        self.leads += [] if tag == "base" else [attributes[name] for name in ("href", "src") if attributes.get(name)]


folder = pathlib.Path(sys.argv[1]).resolve()
pages = {path: Page(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
followed, wrong = 0, []
for path, page in pages.items():
    for lead in page.leads:
        to = urllib.parse.urlsplit(lead)
        if to.scheme or to.netloc:
            continue
        followed += 1
        file = (path.parent / urllib.parse.unquote(to.path)).resolve() if to.path else path
        if not file.is_file():
            wrong.append(f"{path.relative_to(folder)}: {lead} leads to no file")
        elif to.fragment and file in pages and urllib.parse.unquote(to.fragment) not in pages[file].names:
            wrong.append(f"{path.relative_to(folder)}: {lead} leads to no heading")
if wrong or len(pages) < 30:
    sys.exit("\n".join(wrong) or "there is hardly a page")
print(f"{followed} links inside {len(pages)} pages of the book lead somewhere")
