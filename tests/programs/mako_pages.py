# needs: mako
"""Mako: templates with inheritance, functions and filters, rendered."""
from mako.lookup import TemplateLookup
from mako.template import Template

lookup = TemplateLookup()
lookup.put_string("base.html", """\
<html><head><title><%block name="title">none</%block></title></head>
<body>${self.body()}<%block name="foot"><hr/></%block></body></html>
""")
lookup.put_string("page.html", """\
<%inherit file="base.html"/>
<%namespace name="tools" file="tools.html"/>
<%! import math %>
<%block name="title">${heading | h}</%block>
% for row in rows:
  ${tools.line(loop.index, row)}
  % if loop.even:
    <i>${"%.3f" % math.sqrt(loop.index)}</i>
  % else:
    ${row["name"] | u, trim}
  % endif
% endfor
<%text>${not evaluated}</%text>
## never seen
<%doc> nor this </%doc>
${tools.line(0, {"name": "é<b>", "n": 7})}
""")
lookup.put_string("tools.html", """\
<%def name="line(k, row)" filter="trim">
  <li class="c${k % 3}">${row["name"] | h}: ${row["n"] * 2}</li>
</%def>
""")
rows = [{"name": f"row <{k}> & é", "n": k * k} for k in range(400)]
for title in "A & B", "<second>", "last":
    print(lookup.get_template("page.html").render(heading=title, rows=rows))
for source in "${1 / 0}", "<%def name='x'>", "% for x in y:\n", "${undefined}":
    try:
        print(Template(source).render())
    except Exception as e:
        print(type(e).__name__, e)
for k in range(150):
    t = Template("% for i in range(n):\n${i}-" + str(k) + " \n% endfor\n")
    print(t.render(n=3).split())
