b 19
c
snapshot
snapshot a
snapshot two words
diff
diff nothing
n
n
n
n
survivors 3
survivors x
diff a
snapshot b
n
n
n
diff a b
diff b a
diff b
snapshot
dominators old
dominators new[0]
q
