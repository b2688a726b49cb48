# needs: html5lib
"""html5lib: pages, whole and broken, parsed and written in every way."""
import html5lib
from html5lib import serializer, treewalkers

page = """<!DOCTYPE html><html lang=en><head><meta charset=utf-8>
<title>A & B &lt; C</title><script>if (a < b) x("</p>")</script></head>
<body onload='f()'><h1>Über &eacute;&#x20ac;&notit;</h1><p>One<p>Two
<table><tr><td>a<td>b<tr><th colspan=2>c</table><ul><li>x<li>y</ul>
<b><i>mis</b>nested</i><br/><img src=a.png alt="x"><!-- note -->
<svg viewBox="0 0 1 1"><path d=M0/></svg><math><mi>x</mi></math>
<textarea>\n<b></textarea><select><option>1<option selected>2</select>
"""
broken = ["<p><table><p>x", "<a href=1>a<a href=2>b", "</b></p></div>",
          "<!doctype x><!bogus><?php ?><p a=1 a=2>", "&#0;&#128;&bogus;&amp",
          "<frameset><frame>", "<b><p>x</b>y", "<li><div></li><li>", "<\0>x",
          "<table><td><form><input type=hidden></table>", "<script><!--x"]
for builder in "etree", "dom":
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder(builder))
    walker = treewalkers.getTreeWalker(builder)
    for text in [page * 12] + broken:
        tree = parser.parse(text)
        print(builder, [(place, code) for place, code, _ in parser.errors][:40])
        for options in ({}, {"omit_optional_tags": False},
                        {"quote_attr_values": "always",
                         "alphabetical_attributes": True,
                         "strip_whitespace": True}):
            print(serializer.HTMLSerializer(**options).render(walker(tree)))
for text in broken:
    tree = html5lib.parseFragment(text, treebuilder="etree")
    print([(t["type"], t.get("name")) for t in
           treewalkers.getTreeWalker("etree")(tree)])
