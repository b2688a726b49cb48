# needs: pyparsing
"""Pyparsing: grammars for formulas, settings and JSON, and their errors."""
import json

import pyparsing as pp

pp.ParserElement.enable_packrat()
number = pp.common.number
operand = number | pp.common.identifier
formula = pp.infix_notation(operand, [
    ("-", 1, pp.OpAssoc.RIGHT), (pp.one_of("* /"), 2, pp.OpAssoc.LEFT),
    (pp.one_of("+ -"), 2, pp.OpAssoc.LEFT),
    (pp.one_of("< > <= >= == !="), 2, pp.OpAssoc.LEFT),
    ("not", 1, pp.OpAssoc.RIGHT), ("and", 2, pp.OpAssoc.LEFT)])
for text in ("1 + 2 * x", "-(a + 3) * b / 4 <= 7.5e2 and not c == d",
             "((((1))))", "a * (b + c) * (d - -e)") * 4:
    print(formula.parse_string(text, parse_all=True).as_list())

value = pp.Forward()
string = pp.QuotedString('"', esc_char="\\")
member = pp.Group(string + pp.Suppress(":") + value)
value <<= (string | number | pp.Keyword("true") | pp.Keyword("null") |
           pp.Group("[" + pp.Optional(pp.delimited_list(value)) + "]") |
           pp.Group("{" + pp.Optional(pp.delimited_list(member)) + "}"))
document = json.dumps([{"name": f"n{k}", "list": [k, k / 2, None, True],
                        "deep": {"a": {"b": [[[]]]}}} for k in range(60)])
print(value.parse_string(document).as_list())

section = pp.Suppress("[") + pp.Word(pp.alphanums)("title") + pp.Suppress("]")
entry = pp.Group(pp.Word(pp.alphas)("key") + pp.Suppress("=") +
                 pp.rest_of_line("value"))
settings = pp.OneOrMore(pp.Group(section + pp.ZeroOrMore(entry)("entries")))
settings.ignore(pp.python_style_comment)
text = "# top\n[one]\na = 1 2 3\nb= x\n[two]\n[three]\nc =\n" * 5
for part in settings.parse_string(text):
    print(part.title, [(e.key, e.value) for e in part.entries], part.dump())
for wrong in "1 + ", "(1", "* 2", "1 2":
    try:
        formula.parse_string(wrong, parse_all=True)
    except pp.ParseException as e:
        print(e, e.lineno, e.col, e.explain(depth=0))
date = pp.Regex(r"(?P<y>\d{4})-(?P<m>\d\d)").set_parse_action(
    lambda t: (int(t.y), int(t.m)))
print(date.search_string("from 2020-01 to 2021-12, not 99-1").as_list())
print(date.transform_string("x"), [h for h in date.scan_string("2000-01")])
