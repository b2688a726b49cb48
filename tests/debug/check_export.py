"""Checks the files of a folder that `export` wrote about export.py. TAP."""

import collections
import json
import re
import sys


def check_snapshot(path):
    """A V8 heap snapshot: its tables agree, and the list of Items is there."""
    with open(path, encoding="utf-8") as file:
        snapshot = json.load(file)
    meta = snapshot["snapshot"]["meta"]
    nodes, edges = snapshot["nodes"], snapshot["edges"]
    strings = snapshot["strings"]
    width, edge_width = len(meta["node_fields"]), len(meta["edge_fields"])
    assert len(meta["node_types"]) == width
    assert len(nodes) == width * snapshot["snapshot"]["node_count"]
    assert len(edges) == edge_width * snapshot["snapshot"]["edge_count"]
    kinds, edge_kinds = meta["node_types"][0], meta["edge_types"][0]
    out = collections.defaultdict(list)
    names, ids, at = {}, set(), 0
    for place in range(0, len(nodes), width):
        row = dict(zip(meta["node_fields"], nodes[place:place + width]))
        names[place] = kinds[row["type"]], strings[row["name"]]
        assert row["id"] not in ids and row["self_size"] >= 0
        ids.add(row["id"])
        for _ in range(row["edge_count"]):
            kind, name, to = edges[at:at + edge_width]
            at += edge_width
            assert to % width == 0 and 0 <= to < len(nodes)
            kind = edge_kinds[kind]
            out[place].append(
                (kind, name if kind == "element" else strings[name], to))
    assert at == len(edges)
    assert kinds[nodes[0]] == "synthetic" and out[0]
    seen, left = {0}, [0]
    while left:
        for _, _, to in out[left.pop()]:
            if to not in seen:
                seen.add(to)
                left.append(to)
    # What cannot be reached is garbage in cycles, of which there is little.
    assert len(seen) > len(names) * 0.9, (len(seen), len(names))
    items = [place for place in names if names[place] == ("object", "Item")]
    assert len(items) == 3 and seen.issuperset(items), items
    assert any([(kind, index) for kind, index, _ in out[place]] ==
               [("element", 0), ("element", 1), ("element", 2)] and
               sorted(to for _, _, to in out[place]) == items
               for place in out if names[place] == ("object", "list"))
    assert any(r'\\ and\nmore' in text for _, text in names.values())


def check_dot(path):
    """A graph whose edges lead from node to node."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    assert lines[0] == "digraph heap {" and lines[-1] == "}"
    label = r'\[label="(?:[^"\\]|\\.)*"\];'
    nodes, edges = set(), []
    for line in lines[2:-1]:
        node = re.fullmatch(rf"  (n\d+) {label}", line)
        edge = re.fullmatch(rf"  (n\d+) -> (n\d+) {label}", line)
        assert node or edge, line
        if node:
            nodes.add(node[1])
        else:
            edges.append((edge[1], edge[2]))
    assert edges and all(a in nodes and b in nodes for a, b in edges)
    assert sum(f"[{i}]" in line for line in lines for i in range(3)) >= 3


def check_folded(path):
    """A place and a number of bytes a line."""
    with open(path, encoding="utf-8") as file:
        rows = [line.rsplit(" ", 1) for line in file.read().splitlines()]
    places = {place.rsplit(":", 1)[1]: int(count) for place, count in rows}
    assert places["9"] > 0 and "10" in places, places


CHECKS = (("heapsnapshot", check_snapshot), ("dot", check_dot),
          ("folded", check_folded))


def main():
    print(f"1..{len(CHECKS)}")
    for number, (name, check) in enumerate(CHECKS, 1):
        try:
            check(f"{sys.argv[1]}/heap.{name}")
            print(f"ok {number} - export {name}")
        except (AssertionError, OSError, LookupError, ValueError) as error:
            print(f"not ok {number} - export {name}")
            print(f"# {type(error).__name__}: {error}")


main()
