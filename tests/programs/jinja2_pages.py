# needs: jinja2
"""Jinja2: templates with macros, blocks, filters and tests, rendered."""
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError

env = Environment(loader=DictLoader({
    "base": "<title>{% block title %}-{% endblock %}</title>"
            "{% block body %}{% endblock %}",
    "macros": "{% macro field(name, value='', kind='text') -%}"
              "<input name={{ name }} value='{{ value|e }}' type={{ kind }}>"
              "{%- endmacro %}{% macro twice(x) %}"
              "{{ caller(x) }}{{ caller(x ~ x) }}{% endmacro %}",
    "page": """{% extends 'base' %}{% import 'macros' as m %}
{% block title %}{{ title|upper }}{% endblock %}
{% block body %}
{% for row in rows if row.n is odd %}
  {{ loop.index }}/{{ loop.length }} {{ row.name|replace('o', '0')|title }}
  {{ m.field(row.name, row.n) }} {{ row.tags|join(', ') }}
  {%- if not loop.last %},{% endif %}
{% else %}nothing{% endfor %}
{% set total = rows|sum(attribute='n') %}{{ '%05d'|format(total) }}
{{ rows|groupby('kind')|map('first')|list }} {{ rows|batch(3)|list|length }}
{% for key, group in rows|groupby('kind') %}{{ key }}={{ group|length }};
{% endfor %}{% filter indent(4) %}a
b{% endfilter %}{% call(x) m.twice('q') %}<{{ x }}>{% endcall %}
{% raw %}{{ raw }}{% endraw %}{{ {'b': 1, 'a': 2}|dictsort }}
{{ 'a b c'|wordcount }} {{ 3.14159|round(2) }} {{ [3, 1, 2]|sort|first }}
{{ "<b>"|escape }} {{ "x" ~ (1 + 1) }} {{ 7 // 2 }} {{ rows[0] is mapping }}
{% with y = 3 %}{{ y ** 2 }}{% endwith %}{% include 'tail' %}{% endblock %}""",
    "tail": "{% autoescape true %}{{ '<i>' }}{% endautoescape %}",
}), extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
rows = [{"name": f"row two {k}", "n": k * 7 % 31, "tags": ["x", str(k)],
         "kind": "abc"[k % 3]} for k in range(300)]
for title in "one", "two":
    print(env.get_template("page").render(title=title, rows=rows))
for wrong in ("{% for %}", "{{ x.y.z }}", "{{ 1/0 }}", "{% if %}", "{{ a b }}",
              "{{ 'x'|nofilter }}"):
    try:
        print(env.from_string(wrong).render())
    except (TemplateError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
strict = Environment(undefined=StrictUndefined)
for k in range(60):
    t = strict.from_string("{% for i in r %}{{ i * " + str(k) + " }} "
                           "{% if i > 2 %}{{ i|string|center(5) }}{% endif %}"
                           "{% endfor %}")
    print(t.render(r=range(5)))
print(env.compile("{{ a }}{% for b in c %}{{ b }}{% endfor %}", raw=True))
