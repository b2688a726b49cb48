b 13
c
sql
sql SELECT type, count(*) AS n FROM objects WHERE type = 'Node' GROUP BY type
sql SELECT number, name, line FROM frames
sql SELECT frame, scope, name, type, value FROM bindings WHERE scope = 'local' AND name <> 'root'
sql SELECT name, refs FROM bindings JOIN objects USING (id) WHERE name IN ('left') AND frame = 0
b 19
c
sql SELECT b.name, r.edge, o.type FROM bindings b JOIN refs r ON r.from_id = b.id JOIN objects o ON o.id = r.to_id WHERE b.name = 'root' AND o.type = 'str'
sql SELECT edge FROM refs JOIN objects o ON o.id = from_id WHERE o.type = 'Node' AND edge <> '' GROUP BY edge ORDER BY edge
sql SELECT objects FROM types WHERE name = 'Node'
sql SELECT line, objects > 0 FROM sites WHERE line > 10 ORDER BY line
sql SELECT count(*) > 1000 FROM objects
sql SELECT id > 0 FROM objects WHERE id = 99999999
sql SELEC 1
sql SELECT * FROM nothing
sql ATTACH 'x' AS x
sql DELETE FROM objects
sql WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n
snapshot one
sql SELECT name, objects > 10 AS some FROM snapshots
q
