# needs: markdown
"""Markdown: the project's README files, with every extension."""
import pathlib

import markdown

root = pathlib.Path(__file__).resolve().parents[2]
files = [root / "README.md", *sorted(root.glob("*/README.md")),
         *sorted(root.glob("*/*/README.md"))]
extensions = ["extra", "codehilite", "toc", "admonition", "sane_lists",
              "smarty", "meta", "nl2br", "wikilinks"]
settings = {"codehilite": {"use_pygments": False}}
for path in files:
    text = path.read_text()
    print(path.parent.name, len(text))
    print(markdown.markdown(text))
    md = markdown.Markdown(extensions=extensions, extension_configs=settings)
    print(md.convert(text), md.toc)
