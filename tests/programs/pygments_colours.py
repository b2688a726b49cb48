# needs: pygments
"""Pygments: sources of six languages, coloured in five formats."""
import inspect
import json.decoder
import textwrap

from pygments import highlight, lex
from pygments.formatters import (HtmlFormatter, LatexFormatter, NullFormatter,
                                 RtfFormatter, SvgFormatter,
                                 Terminal256Formatter)
from pygments.lexers import get_lexer_by_name, guess_lexer

C = """
#include <stdio.h>
/* a comment */
static int twice(const char *s, unsigned n) { return s[n] ? 2 * n : 0x1fu; }
int main(void) { for (int i = 0; i < 3; i++) printf("%d\\n", twice("abc", i)); }
"""
HTML = """<!DOCTYPE html><html><head><style>p { color: #fff }</style>
<script>var x = /re+/g; let y = `t ${x}`;</script></head>
<body class="a"><p>One &amp; <b>two</b><!-- gone --></p></body></html>"""
SQL = "SELECT a.b, count(*) FROM t AS a WHERE a.c LIKE 'x%' GROUP BY 1; -- end"
SHELL = "for f in *.c; do gcc -o \"${f%.c}\" $f && echo $((1 + 2)); done # x"
sources = {"python": inspect.getsource(json.decoder),
           "c": C * 20, "html": HTML * 10, "sql": SQL * 10,
           "bash": SHELL * 10, "json": '{"a": [1, 2.5, null, "x\\n"]}' * 20,
           "pycon": ">>> 1 + 1\n2\n>>> print('x')\nx\n" * 10}
formatters = [HtmlFormatter(linenos="table", full=True), LatexFormatter(),
              Terminal256Formatter(style="monokai"), RtfFormatter(),
              SvgFormatter(), NullFormatter()]
for name, source in sources.items():
    lexer = get_lexer_by_name(name)
    print(name, sum(1 for _ in lex(source, lexer)))
    for formatter in formatters:
        print(highlight(source, lexer, formatter))
print(guess_lexer(textwrap.dedent(C)).name, guess_lexer(HTML).name)
