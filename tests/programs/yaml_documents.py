# needs: yaml
"""PyYAML, the part in Python: documents loaded, dumped, refused."""
import datetime

import yaml

TEXT = """
# everything
plain: text with spaces
numbers: [1, 0x1f, 0o17, 1_000, 1.5, 1e3, .inf, -.inf, 190:20:30]
flags: {yes: no, true: false, on: off, "null": ~}
dates: [2001-12-14, 2001-12-14t21:59:43.10-05:00]
folded: >-
  one
  two

  three
literal: |+
  a
   b

quoted: ["double \\t \\u00e9 \\x41", 'single ''quote''']
anchors: &a {x: 1, y: [2, 3]}
again: *a
merged: {<<: *a, z: 4}
? complex key
: value
set: !!set {a, b}
pairs: !!omap [b: 1, a: 2]
binary: !!binary aGVhcHN0ZXA=
empty:
"""
for _ in range(12):
    data = yaml.load(TEXT, Loader=yaml.SafeLoader)
print(data)
for options in ({}, {"default_flow_style": True}, {"sort_keys": False},
                {"indent": 4, "width": 30}, {"canonical": True},
                {"allow_unicode": True, "explicit_start": True}):
    print(yaml.dump(data, Dumper=yaml.SafeDumper, **options))
many = [{"id": k, "name": f"name {k}", "tags": ["a", "b: c", "- d", "é"],
         "text": "line\n" * (k % 3), "when": datetime.date(2020, 1, 1 + k % 28),
         "v": [k / 3, None, True, {"deep": [[k]]}]} for k in range(150)]
text = yaml.dump(many, Dumper=yaml.SafeDumper)
print(text, yaml.load(text, Loader=yaml.SafeLoader) == many)
print(list(yaml.load_all("--- 1\n--- [a]\n...\n---\nx: y\n",
                         Loader=yaml.SafeLoader)))
for wrong in ("a: b: c", "[1, 2", "\tx: 1", "*unknown", "'open", "a: !!int x",
              "- a\nb", "!!python/object:os.x {}", "%YAML 9.9\n--- x", "{a: &}"):
    try:
        print(yaml.load(wrong, Loader=yaml.SafeLoader))
    except (yaml.YAMLError, ValueError) as e:
        print(type(e).__name__, e)
print([type(e).__name__ for e in yaml.parse(TEXT, Loader=yaml.SafeLoader)])
print(len(list(yaml.scan(TEXT, Loader=yaml.SafeLoader))))
