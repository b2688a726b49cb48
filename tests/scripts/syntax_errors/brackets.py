# Brackets and quotes that do not match.
from _table import show

show("(", "[", "{", ")", "]", "}", "(]", "[)", "{)", "(a", "(a,\nb", "f(a\nb", "[1, 2\nx = 3", "{1: 2\nx = 3", "x = (1 +\ny = 2", "((a)", "(a))", "f(a]", "{'a': [1, 2}", "(\n\n]", "def f(\n  a,\n  b:\n  pass", "print(1\nprint(2)",
     "'", '"', "'abc", '"abc', "'abc\\", "'''", '"""', "'''abc\n", "x = 'a\ny = 'b'", "'a' 'b", "f'", "f'''", "b'\xe9'", "b'abc\n'", "'a\\\nb", "r'\\'", "rb'", "u'a' b'b'", "b'a' 'b'", "ub'a'", "bu'a'", "fb'a'", "ur'a'", "'\\x1'", "'\\u123'", "'\\U1234567'", "'\\U00110000'",
     "'\\N{nope}'", "'\\N'", "'\\N{'", "b'\\x1'", "b'\\xg'", "'\\x'", "'\\N{}'", "{1, 2: 3}", "{1: 2, 3}", "{1:}", "{:1}", "{1: 2: 3}", "{**a, b}", "{a, **b}", "{*a: 1}", "{1: *a}", "{a: 1, *b}", "{, }", "[, ]", "(, )", "[1,, 2]", "{1 2}", "[1 2]", "(1 2)", "{1: 2 3: 4}", "[a b for a in c]",
     "[a, b for a in c]", "{a, b for a in c}", "{a: b, c: d for a in b}", "(a, b for a in c)", "[*a for a in b]", "{**a for a in b}", "{*a for a in b}", "(*a for a in b)", "(*a)", "(**a)", "*a", "**a", "x = *a", "x = (*a)", "x = *a,", "return *a", "print *a", "[**a]", "a[*b]", "a[**b]", "a[]", "a[1:2:3:4]", "a[*b:c]", "a[b=1]", "a[b:=1]", "a[b:=1, c]",
     "a[lambda: 0: 1]", "x = [1, 2, 3", "x = {'a': 1,", "foo(1, 2,", "if (a:\n pass", "while [a:\n pass", "'a'\n'b", "f'{a'", "(\n'abc\n)")
