# needs: docutils
"""Docutils: a manual in reStructuredText, made HTML, LaTeX and a manual page."""
import pathlib

from docutils.core import publish_doctree, publish_string

text = (pathlib.Path(__file__).parent / "manual.rst").read_text()
options = {"report_level": 5, "stylesheet_path": "", "datestamp": None,
           "generator": None, "_disable_config": True}
for writer in "html5", "html4", "latex", "pseudoxml", "manpage":
    for _ in range(3):
        out = publish_string(text, writer_name=writer,
                             settings_overrides=options)
    print(out.decode())
tree = publish_doctree(text, settings_overrides=options)
print([node.tagname for node in tree.findall()])
