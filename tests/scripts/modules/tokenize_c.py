"""_tokenize: the parser's own tokens."""
import _tokenize
import tokenize

source = """def f(a, *, b=1.5) -> None:
    '''doc
    string'''
    if a <= b and not (a, # comment
            b):
\treturn é ** 2 @ [x := 0x1F]
    async def g(): await h
class C: pass
x = "€" ; y = ...
"""
try:
    for t in _tokenize.TokenizerIter(source):
        print(t)
except SyntaxError as e:
    print(e)
for t in tokenize._generate_tokens_from_c_tokenizer("a = [1,\n 2]\r\nb"):
    print(t)
for text in ("", "\n", "a", "  x", "if a:\n  b\n c", "(", "'a", '"""a', "1__0", "0x", "a $ b",
             "if x:\n\ty\n        z", "é€", "a\u00a0b", ")", "1a"):
    try:
        print(repr(text), [t[:4] for t in _tokenize.TokenizerIter(text)])
    except SyntaxError as e:
        print(repr(text), type(e).__name__, e.msg, e.lineno, e.offset)
for bad in ((), (1,), (b"a",), ("a", "b")):
    try:
        _tokenize.TokenizerIter(*bad)
    except TypeError as e:
        print(e)
it = _tokenize.TokenizerIter("a b")
print(iter(it) is it, next(it)[0], next(it)[0], type(it))
