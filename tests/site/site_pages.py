"""What tests want to know of a page of the site."""

from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """Links, images, ids and loaded files of an HTML file."""

    def __init__(self, path):
        super().__init__()
        self.path, self.links, self.images, self.ids, self.loaded = path, [], [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.update(attributes[key] for key in ("id", "name") if attributes.get(key))
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag == "img":
            self.images.append(attributes)
        if tag in {"script", "img", "iframe", "audio", "video", "source"}:
            self.loaded.append(attributes.get("src") or "")
        if tag == "link" and attributes.get("rel") not in {"canonical"}:
            self.loaded.append(attributes.get("href") or "")

    def leads_somewhere(self, link, pages):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return True
        target = (self.path.parent / unquote(parts.path)).resolve() if parts.path else self.path
        place = unquote(parts.fragment)
        if target not in pages:
            return target.is_file() and not place
        return not place or place in pages[target].ids


def pages_of(html):
    """All pages by their path, JupyterLite's apart."""
    found = [path for path in html.rglob("*.html") if html / "lite" not in path.parents]
    return {path.resolve(): Page(path.resolve()) for path in found if "_static" not in path.parts}
