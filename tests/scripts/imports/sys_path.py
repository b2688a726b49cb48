# sys.path as it stands and as scripts change it; sys.modules too.
import os
import sys
import tempfile
import types

print(sys.path[0] == os.path.dirname(os.path.abspath(__file__)), all(isinstance(p, str) for p in sys.path))
with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
    def write(folder, name, text):
        path = os.path.join(folder, *name.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as f: f.write(text)
    write(first, "found_a.py", "where = 'first'")
    write(second, "found_a.py", "where = 'second'")
    write(second, "found_b.py", "where = 'second b'")
    write(first, "both.py", "where = 'module'")
    write(first, "both/__init__.py", "where = 'package'")
    write(second, "both/extra.py", "x = 1")
    write(first, "spaced name.py", "where = 'spaces'")
    write(first, "parts/one.py", "n = 1")
    write(second, "parts/two.py", "n = 2")
    write(first, "bad_syntax.py", "x = (\n")
    write(first, "bad_bytes.py", "")
    with open(os.path.join(first, "bad_bytes.py"), "wb") as f: f.write(b"x = '\xff'\n")
    with open(os.path.join(first, "latin.py"), "wb") as f: f.write(b"# coding: latin-1\nx = '\xe9'\n")
    with open(os.path.join(first, "bom.py"), "wb") as f: f.write(b"\xef\xbb\xbfx = '\xc3\xa9'\n")
    with open(os.path.join(first, "crlf.py"), "wb") as f: f.write(b"x = '''a\r\nb\rc'''\r\ny = 2\r")
    sys.path.extend([first, second])
    import found_a, found_b, both
    print(found_a.where, found_b.where, both.where)
    print(__import__("spaced name").where)
    import parts.one, parts.two
    print(parts.one.n, parts.two.n, len(parts.__path__), parts.__spec__.origin, hasattr(parts, "__file__"), type(parts.__path__).__name__)
    for name in ("bad_syntax", "bad_bytes"):
        try:
            __import__(name)
        except SyntaxError as e:
            print(type(e).__name__, e.msg.split("; see")[0].replace(first, "."), e.lineno, os.path.basename(e.filename), name in sys.modules)
    import latin, bom, crlf
    print(ascii(latin.x), ascii(bom.x), ascii(crlf.x), crlf.y)
    sys.path.remove(first)
    del sys.modules["found_a"]
    import found_a
    print(found_a.where)
    for entry in (5, None, b"bytes", "/no/such/folder", __file__):
        sys.path.insert(0, entry)
    import string
    print(string.digits)
    sys.path[:] = []
    try:
        import colorsys
    except ImportError as e:
        print(e)
    sys.path = [second]
    write(second, "late.py", "x = 'late'")
    import late
    print(late.x)
sys.modules["fake"] = "just text"
import fake
from fake import upper
print(fake, upper())
sys.modules["fake.sub"] = types.SimpleNamespace(n=1)
import fake.sub
import fake.sub as s
print(s.n)
sys.modules["self_replacing"] = 1
try:
    sys.path = 5
    import still_not_there
except Exception as e:
    print(type(e).__name__, e)
